### Das Dokument, das jemand von einer Prüfung behält.

title = Prüfung von { $file }
title-unnamed = Prüfung eines Bildes ohne Namen
made = Geprüft mit Omni-IML { $program } am { $at } (UTC), auf dem Gerät der Person, die danach gefragt hat.
made-earlier = Geprüft mit Omni-IML, auf dem Gerät der Person, die danach gefragt hat.

## Das Bild
picture-alt = Das Bild, die markierten Stellen in Rosa
picture-caption = Das Bild mit seinen Markierungen. Rosa: wo das Netz die Wahrscheinlichkeit einer Manipulation auf { $threshold } % oder mehr schätzt. Zahlen: die Stellen unten.
mask-heading = Die ganze Maske
mask-alt = Die Maske
mask-caption = Je heller, desto wahrscheinlicher ist dem Netz zufolge eine Manipulation.

## Die Stellen
places-heading = Markierte Stellen
places-none = Keine Stelle erreicht die Schwelle.
place = Stelle
place-where = Links, oben, Breite, Höhe (Pixel)
place-area = Anteil am Bild
place-strength = Stärke
place-reliability = Verlässlichkeit

## In Worten
words-heading = In Worten
words-note = Auf dem Gerät geschrieben nach dem, was gemessen wurde. Unter jedem Satz stehen die Zahlen, auf die er sich stützt, mit ihren Namen im JSON-Bericht.
region = Stelle { $number }
file-words = Die Datei
limits-words = Was nicht untersucht werden konnte
next-words = Was Sie als Nächstes tun könnten

## Ein Modell
model-heading = Was ein Sprachmodell sagt
model-note = Das sind die Worte des Modells „{ $model }“, dem das Bild mit seinen Markierungen gezeigt wurde, wie unten steht. Es sind keine Messungen, und sie können falsch sein.
model-note-unnamed = Das sind die Worte eines Modells auf einem Server, dem das Bild mit seinen Markierungen gezeigt wurde, wie unten steht. Es sind keine Messungen, und sie können falsch sein.
model-own = Zu keiner markierten Stelle:
model-cut = Die Antwort endet hier, weil sie die Grenze ihrer Länge erreicht hat.

## Was das Gerät verließ
sent-heading = Was das Gerät verließ
sent-nothing = Nichts: Die Prüfung und jedes Wort in diesem Dokument entstanden auf dem Gerät.
sent-when = Wann (UTC)
sent-to = An
sent-what = Was
sent-bytes = Bytes
sent-hash = SHA-256 des Bildes darin
sent-picture = Das Bild mit seinen Markierungen, wie die Person es sah und ihm zustimmte, und die Frage
sent-repair = Der Text des Modells selbst, um ihn in Form zu bringen; kein Bild
sent-test = Ein erzeugtes Bild, um die Verbindung zu prüfen
sent-texts = Texte

## Wie
how-heading = Wie geprüft wurde
how-model = Netz
how-model-hash = SHA-256 seiner Gewichte
how-device = Gerechnet auf
how-cpu = dem Prozessor
how-gpu = dem Grafikprozessor
how-tiles = Kacheln
how-tiles-value = { $frequency } von { $tiles } mit JPEG-Frequenzen, die anderen allein nach dem sichtbaren Bild
how-score = Wert des ganzen Bildes
how-bands = Schwellen dieses Wertes
how-bands-value = schwach { $weak }, mäßig { $moderate }, stark { $strong }, sehr stark { $very_strong }
how-time = Dauer
how-time-value = { $seconds } s

## Die Datei
file-heading = Die Datei
file-name = Name
file-format = Format
file-jpeg = JPEG, Qualität etwa { $quality }
file-size = Größe
file-size-value = { $width } × { $height } Pixel
file-hash = SHA-256
written-heading = Wie die Datei geschrieben ist
written-coding = Kodierung
written-coding-value = { $code ->
    [baseline] Einfach (Baseline)
    [extended] Erweitert
    [progressive] Progressiv
   *[other] Eine seltene
}, { $number ->
    [one] ein Durchgang
   *[other] { $number } Durchgänge
}
written-sampling = Abtastung der Farben
written-sampling-value = { $number ->
    [0] { $text }
    [1] { $text }: jedes Pixel hat eine eigene Farbe
   *[other] { $text }: eine Farbe für { $number } Pixel
}
written-table = { $code ->
    [luminance] Quantisierung der Helligkeit
    [chrominance] Quantisierung der Farben
   *[other] Quantisierung
}
written-table-value = { $number ->
    [0] Eine eigene Tabelle, wie sie Kameras und manche Bildbearbeitungen verwenden
   *[other] Die Tabelle der meisten Programme, mit Qualität { $number }
}
written-restart = Kodierte Einheiten zwischen Neustartmarken
written-parts = Teile, der Reihe nach
written-ending = Endmarke
written-ending-value = nicht gefunden
written-trailing = Bytes hinter dem Ende des Bildes
written-trailing-value = { $number }, dem Anschein nach { $code ->
    [jpeg] ein weiteres JPEG-Bild
    [png] ein PNG-Bild
    [zip] ein ZIP-Archiv
    [archive] ein Archiv
    [pdf] ein PDF-Dokument
    [video] ein Video
    [samsung] der Block, den Samsung-Handys anhängen
    [zeros] Nullen
    [text] Text
   *[unknown] etwas Unbekanntes
}, { $text ->
    [announced] von der Datei selbst angekündigt
   *[unannounced] worauf nichts in der Datei hinweist
}
written-profile = Farbprofil
stated-heading = Was die Datei über sich angibt
stated-note = Solche Angaben kann jeder hineinschreiben. Angaben zu Orten, Personen und Geräten sind hier weggelassen.

## Grenzen
limits-heading = Was dies nicht sagen kann
limits-absence = Dass nichts gefunden wurde, beweist nichts: Eine sorgfältige Manipulation, oder eine von einer Art, die das Netz nicht gelernt hat, hinterlässt keine Markierung.
limits-presence = Auch eine Markierung ist kein Beweis: Gewöhnliche Bearbeitung, Schrift über einem Bild und starke Kompression können wie eine Manipulation aussehen. Der Wert ist keine Wahrscheinlichkeit.
limits-generated = Vollständig erzeugte Bilder sucht es nicht: Es findet Teile, die nicht zum Rest passen.
limits-accusation = Niemand sollte allein wegen dieses Dokuments beschuldigt werden.
verify-note = „omni-iml verify BERICHT.json BILD“ prüft das Bild noch einmal und sagt, was vom JSON-Bericht übereinstimmt.
