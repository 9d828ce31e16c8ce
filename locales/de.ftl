### Jedes Wort der Seite auf Deutsch. Dieselben Nachrichten und Variablen wie in en.ftl.

## The frame
app-name = Omni-IML
app-title = Omni-IML – auf dem eigenen Gerät finden, was manipuliert wurde
skip-link = Zum Bild springen
sheet-close = Schließen
local-badge = Nur auf diesem Gerät
local-badge-title = Die Seite verbietet sich selbst, sich mit einem anderen Server zu verbinden.
footer-promise = Ihre Bilder bleiben auf diesem Gerät. Nichts wird hochgeladen, es gibt kein Konto und keine Nachverfolgung.
footer-version = Version { $version }
footer-language = Sprache

offline-open = Ohne Verbindung nutzen
newer-ready = Es gibt eine neue Version dieser Seite. Sie wird benutzt, sobald alle Tabs und Fenster mit dieser Seite geschlossen sind.
newer-now = Jetzt benutzen
newer-now-text = Dann lädt die Seite neu, und ein Bild darin muss noch einmal geöffnet werden.

## Without a connection
offline-heading = Ohne Verbindung
offline-asking = Es wird nachgesehen, was hier gespeichert ist …
offline-insecure = Die Adresse dieser Seite ist nicht verschlüsselt. Auf solchen Adressen speichern Browser nichts und lassen Seiten nicht an den Grafikprozessor. Bilder werden trotzdem geprüft, auf der CPU dieses Geräts, und nichts verlässt es; nur die Seite selbst muss jedes Mal geladen werden.
offline-impossible = Dieser Browser oder dieses Fenster speichert keine Seiten. Private Fenster tun das oft nicht.
offline-declined = Vom Programm ist nichts gespeichert, wie Sie es wollten.
offline-broken = Das Programm konnte nicht gespeichert werden. Versuchen Sie es noch einmal, wenn es eine Verbindung gibt.
offline-partly = Die Seite öffnet sich ohne Verbindung. Um ohne Verbindung Bilder zu prüfen, müssen noch { $megabytes } MB auf diesem Gerät gespeichert werden.
offline-ready = Bilder können ohne Verbindung geprüft werden. Der Browser darf Gespeichertes löschen, wenn der Platz knapp wird.
offline-ready-promised = Bilder können ohne Verbindung geprüft werden, und der Browser hat zugesagt, Gespeichertes zu behalten.
offline-keep = Ohne Verbindung verfügbar machen
offline-stop = Anhalten
offline-erase = Gespeichertes Programm löschen
offline-limits = Gespeichert wird nur das Programm: kein Bild, kein Ergebnis. Um ein Modell nach Worten zu fragen, braucht es eine Verbindung.
offline-progress = Gespeichert: { $done } von { $total } MB
offline-progress-label = Fortschritt des Speicherns
offline-whole = { $all } MB
offline-share = { $kept } von { $all } MB
offline-lacking = Noch nicht auf diesem Gerät: { $parts }.
offline-failed-network = { $file } konnte nicht geladen werden. Was angekommen ist, bleibt; versuchen Sie es noch einmal, wenn es eine Verbindung gibt.
offline-failed-outdated = Der Server hat eine neuere Version von { $file }. Schließen Sie alle Tabs und Fenster mit dieser Seite, öffnen Sie sie wieder und versuchen Sie es noch einmal.
offline-failed-full = Für { $file } ist auf diesem Gerät kein Platz mehr. Schaffen Sie etwas Platz und versuchen Sie es noch einmal.
offline-failed-other = Das hat nicht geklappt. Laden Sie die Seite neu und versuchen Sie es noch einmal.
offline-failed-stopped = Angehalten. Ganze Dateien, die angekommen sind, bleiben.
part-shell = Die Seite
part-engine = Das Rechenwerk
part-weights = Die Gewichte des Netzes
part-credentials = Der Leser für Content Credentials
part-pdf = Der Leser für PDF-Dokumente

## Empty
intro-heading = Wurde dieses Bild manipuliert?
intro-text = Legen Sie ein Foto, einen Scan, ein Porträt oder ein Straßenbild ab. Ein kleines neuronales Netz läuft in Ihrem eigenen Browser und markiert, wo es Spuren von Einfügen, Kopieren, Entfernen oder Retuschieren sieht.
drop-heading = Bild irgendwo ablegen
drop-heading-over = Loslassen, um dieses Bild zu prüfen
drop-text = oder eines mit Strg+V einfügen
drop-choose = Bild wählen
drop-formats = JPEG, PNG, WebP, BMP, TIFF, GIF oder PDF, bis 64 MB und 50 Megapixel
samples-heading = Oder eines von unseren
sample-authentic = See
sample-authentic-text = Unverändert
sample-copied = Bäume
sample-copied-text = Ein Teil wurde kopiert
sample-pasted = Mond
sample-pasted-text = Etwas wurde eingefügt
promise-private-heading = Nichts geht hinaus
promise-private-text = Der Browser selbst verweigert dieser Seite jeden anderen Server. Ist sie geladen, braucht sie keine Verbindung.
promise-pixels-heading = Pixel für Pixel
promise-pixels-text = Sie sehen, wo, nicht nur, ob, und können die Schwelle selbst einstellen.
promise-honest-heading = Sagt, wenn sie unsicher ist
promise-honest-text = Eine schwache Spur heißt schwach, und keine Spur gilt nie als Beweis.

## Was es sieht
guide-open = Was es sehen kann und was nicht
guide-can = Es kann sehen
guide-can-paste = etwas, das aus einem anderen Bild eingefügt wurde
guide-can-copy = einen Teil, der an eine andere Stelle desselben Bildes kopiert wurde
guide-can-remove = etwas, das entfernt und dessen Lücke gefüllt wurde
guide-can-retouch = eine Stelle, die retuschiert, verzerrt, verwischt oder geschärft wurde
guide-can-letters = Gesichter, die ausgetauscht wurden, und hin und wieder Buchstaben und Ziffern
guide-cannot = Es kann nicht sehen
guide-cannot-generated = dass ein ganzes Bild künstlich erzeugt wurde
guide-cannot-whole = was mit dem ganzen Bild gleichermaßen geschah: Farben, Filter, ein Ausschnitt
guide-cannot-wiped = Spuren, die ein Messenger, ein Bildschirmfoto, Verkleinern oder starke Kompression getilgt hat
guide-cannot-staged = dass eine Szene gestellt war oder ein echtes Bild eine falsche Unterschrift trägt
guide-cannot-intent = warum etwas getan wurde: Retusche und Montage sind oft harmlos gemeint
guide-colours = Was die Markierungen bedeuten
guide-marked = Diese Stelle hält das Netz für manipuliert. Die Schwelle stellen Sie neben dem Bild ein.
guide-hatched = Zweifel: Hier kann das Netz nicht wissen, ob seine Markierung stimmt.
guide-frequency = Kompression: In dieser Kachel stützte es sich auf Spuren der JPEG-Kompression und auf das sichtbare Bild.
guide-vision = Sichtbares: In dieser Kachel stützte es sich allein auf das sichtbare Bild.
guide-works = Wie es arbeitet
guide-works-heads = Das Bild wird in Kacheln betrachtet, in seiner eigenen Größe. Ein Teil des Netzes sieht auf das Sichtbare und auf feines Rauschen, ein anderer auf die Spuren der JPEG-Kompression.
guide-works-gate = Jeder zeichnet eine grobe Maske. Eine Weiche entscheidet für jede Kachel, ob die Spuren der Kompression helfen oder in die Irre führen würden. Beide groben Masken stehen bei einem geprüften Bild unter den Linsen, und die Ebene „Kacheln“ zeigt die Wahl.
guide-works-filters = Filter, die sich jedem Bild anpassen, zeichnen aus beidem die endgültige Maske.
guide-works-words = Die Kacheln werden zusammengesetzt. Stellen, Wert und Worte kommen von dieser Maske und von Messungen, alles auf diesem Gerät.

## Working
working-heading = Das Bild wird untersucht
phase-starting = Das Rechenwerk startet
phase-fetching = Das Netz wird einmalig geladen: { $done } von { $total } MB
phase-preparing = Das Netz wird vorbereitet
phase-testing = Der Grafikprozessor wird vorbereitet und seine Rechnung getestet
phase-decoding = Die Datei wird gelesen
phase-coefficients = Ihre Kompressionsspuren werden gelesen
phase-tiles = Kachel { $done } von { $count }
phase-tiles-left = Kachel { $done } von { $count }, noch etwa { $left }
phase-blending = Die Kacheln werden zusammengesetzt
left-seconds = { $count ->
    [one] eine Sekunde
   *[other] { $count } Sekunden
}
left-minutes = { $count ->
    [one] eine Minute
   *[other] { $count } Minuten
}
cancel = Abbrechen
cancel-key = Esc
progress-label = Fortschritt
status-done = Fertig. { $verdict }
status-cancelled = Abgebrochen. Es wurde nichts gespeichert.
status-error = Das hat nicht geklappt. { $reason }

## Verdict
result-label = Ergebnis
verdict-none = Keine deutlichen Spuren einer Manipulation gefunden
verdict-weak = Schwache Spuren einer Manipulation
verdict-moderate = Mäßige Spuren einer Manipulation
verdict-strong = Starke Spuren einer Manipulation
verdict-very_strong = Sehr starke Spuren einer Manipulation
verdict-none-text = { $places ->
    [0] Dem Netz ist nichts aufgefallen. Das beweist nichts: Eine sorgfältige oder ungewohnte Manipulation hinterlässt keine Spur, die es kennt.
   *[other] Das Bild als Ganzes fällt nicht auf. Einzelne Stellen fallen ein wenig auf; sie sind markiert und können durchaus harmlos sein.
}
verdict-weak-text = { $places ->
    [0] Etwas fällt ein wenig auf, aber keine einzelne Stelle. Gewöhnliche Bearbeitung, Text oder starke Kompression können auch so aussehen.
   *[other] Etwas fällt ein wenig auf. Gewöhnliche Bearbeitung, Text oder starke Kompression können auch so aussehen.
}
verdict-moderate-text = { $places ->
    [0] Das Bild als Ganzes sieht bearbeitet aus, aber keine einzelne Stelle erreicht die Schwelle. Eine niedrigere zeigt, wo die Spuren am stärksten sind.
   *[other] Teile dieses Bildes passen nicht zum Rest. Sehen Sie sich die markierten Stellen selbst an.
}
verdict-strong-text = { $places ->
    [0] Das Bild als Ganzes sieht klar bearbeitet aus, aber keine einzelne Stelle erreicht die Schwelle. Eine niedrigere zeigt, wo die Spuren am stärksten sind.
   *[other] Teile dieses Bildes passen klar nicht zum Rest. Sehen Sie sich die markierten Stellen selbst an.
}
verdict-very_strong-text = { $places ->
    [0] Das Bild als Ganzes sieht klar bearbeitet aus, aber keine einzelne Stelle erreicht die Schwelle. Eine niedrigere zeigt, wo die Spuren am stärksten sind.
   *[other] Teile dieses Bildes passen klar nicht zum Rest. Sehen Sie sich die markierten Stellen selbst an.
}
unsure-label = Unsicher
unsure-text = Der Wert liegt nahe an der Schwelle, oder das Bild ist anders als die, mit denen das Netz trainiert wurde. Messen Sie ihm wenig Gewicht bei.
score-label = Wert des ganzen Bildes
score-value = { $percent } %
score-scale = Was ein solcher Wert bei diesem Netz bedeutet, sagen die Worte darüber. Er ist keine Wahrscheinlichkeit.
absence = Dass nichts gefunden wurde, beweist nichts. Vollständig erzeugte Bilder sucht dieses Netz nicht.

## Regions
regions-heading = Markierte Stellen
regions-none = Keine Stelle erreicht die Schwelle.
regions-hint = Zeigen Sie auf eine, um sie im Bild zu sehen.
region-name = Stelle { $number }
region-facts = { $area } % des Bildes, Stärke { $score } %
region-facts-doubtful = { $area } % des Bildes, Stärke { $score } %; das Netz kann sich hier nicht sicher sein
area-small = < 0,1

## In words
account-heading = In Worten
account-language = Sprache dieser Worte
account-waiting = Die markierten Stellen werden gemessen …
account-figures = Die Zahlen hinter diesem Satz zeigen
account-file = Die Datei
account-limits = Was nicht untersucht werden konnte
account-next = Was Sie als Nächstes tun könnten

## Who signed
signers-heading = Ist der Unterzeichner der, für den er sich ausgibt?
signers-text = Ein Zertifikat kann jeder auf jeden Namen ausstellen. Wenn Sie eine Datei mit Zertifikaten haben, denen Sie trauen (PEM), kann der Unterzeichner mit ihnen verglichen werden. Sie bleibt auf diesem Gerät und wird vergessen, wenn Sie diese Seite schließen.
signers-choose = Vertrauenswürdige Zertifikate wählen
signers-in-use = Der Unterzeichner wurde mit { $name } verglichen; das Ergebnis steht oben.
signers-kept = Die Zertifikate in { $name } werden für Bilder behalten, die jemand unterzeichnet hat.
signers-drop = Nicht benutzen
signers-too-large = { $name } ist größer als { $megabytes } MB. Wählen Sie eine Datei mit den Zertifikaten allein.
signers-empty = { $name } enthält kein Zertifikat. Wählen Sie eine Datei im PEM-Format, in der „BEGIN CERTIFICATE“ steht.
signers-unreadable = Zertifikat { $number } in { $name } lässt sich nicht lesen. Nehmen Sie es aus der Datei heraus oder wählen Sie eine andere.

## Lenses
lens-heading = Durch eine Linse sehen
lens-text = Jede zeigt etwas, das sich ohne das Netz messen lässt. Ein heller Fleck allein ist kein Befund.
lens-none = Keine Linse: das Bild selbst
lens-shows = Zeigt
lens-look = Achten Sie auf
lens-ignore = Ohne Bedeutung
lens-on = Gesehen durch: { $name }
lens-off = Abnehmen
lens-value = { $value } (Vorgabe { $default })
lens-back = Zurück zur Vorgabe

## Another picture
beside-heading = Neben ein anderes Bild stellen
beside-text = Wenn Sie das Bild haben, von dem es stammen könnte, ein älteres oder größeres, sehen Sie, worin sich die beiden unterscheiden. Beide bleiben auf diesem Gerät.
beside-choose = Das andere Bild wählen
beside-show = Unterschiede zeigen
beside-comparing = Wird mit { $name } verglichen …
beside-done = Mit { $name } verglichen. Über dem Bild sind Unterschiede umso heller, je größer sie sind.
beside-failed = Es wurde nicht mit { $name } verglichen. { $reason }
beside-on = Unterschiede zum anderen Bild
beside-shows = { $percent } % davon zeigen, was das andere Bild zeigt: { $width } × { $height } Pixel von jenem, in { $scale } % ihrer Größe.
beside-changed = { $places ->
    [0] Keine Stelle unterscheidet sich.
    [one] Eine Stelle unterscheidet sich: { $percent } % dessen, was beide zeigen.
   *[other] { $places } Stellen unterscheiden sich: { $percent } % dessen, was beide zeigen.
}
beside-marked = Von dem, was das Netz markiert, unterscheiden sich { $percent } %.
beside-different = Von dem, was sich unterscheidet, markiert das Netz { $percent } %.
beside-note = Dass sich zwei Bilder unterscheiden, sagt nicht, welches das Original ist.

## Asking a model
ask-heading = Ein Modell nach Worten fragen
ask-text = Ein Sprachmodell, das sehen kann, beschreibt die markierten Stellen. Es läuft auf einem Server: Was dorthin geht, wird Ihnen vorher Byte für Byte gezeigt und nur gesendet, wenn Sie auf „Senden“ drücken.
ask-open = Zeigen, was gesendet würde
ask-still = Das gefragte Modell hat noch nicht geantwortet.
ask-there = Das Modell hat geantwortet.
ask-limits = Was ein Modell schreibt, kann falsch sein. Es sieht die Markierungen des Netzes und nichts von den Messungen.
ask-repair-text = Hat die Antwort nicht die verlangte Form, gehen ihre eigenen Worte einmal zurück, um geordnet zu werden, ohne das Bild.
ask-settings = Wer gefragt wird
ask-preset = Art des Servers
ask-base = Adresse
ask-model = Modell
ask-models = Modelle dort, die sehen können:
ask-key = Schlüssel, falls er einen verlangt
ask-keep-key = Auch den Schlüssel in diesem Browser behalten
ask-keep = Diese Einstellungen behalten
ask-try = Verbindung testen
ask-tried = Er hat geantwortet. Gesendet wurde nur ein erzeugtes Bild.
ask-wrong-base = Das ist keine Adresse, die gefragt werden kann: Sie muss mit https:// beginnen, oder mit http://localhost für einen Server auf diesem Rechner.
ask-setup = Starten Sie ihn mit einem Modell, das sehen kann, und so, dass er dieser Seite antwortet: { $line }
ask-mode = Was dem Modell gezeigt wird
ask-redact = Abdecken, was nicht hinaus darf
ask-redact-text = Ziehen Sie über das Bild, um abzudecken, was nicht hinaus darf, oder decken Sie eine markierte Stelle ab.
ask-box = Kasten
ask-brush = Pinsel
ask-cover = Stelle { $number } abdecken
ask-uncover = Die letzte aufdecken
ask-uncover-all = Alle aufdecken
ask-preparing = Das Bild, das gesendet würde, wird gemacht …
ask-preview = Das Bild, das gesendet würde, Byte für Byte
ask-full = In voller Größe
ask-leaves = Diese { $bytes } Bytes ({ $width } × { $height } Pixel, JPEG ohne Metadaten) und der Text darunter gingen an { $host }.
ask-nothing-yet = Noch wurde nichts gesendet.
ask-nobody = noch niemanden
ask-prompt = Der Text, der mitgeht
ask-send = Senden
ask-first = Sagen Sie zuerst, wer gefragt wird.
ask-no-door = Dieser Browser verweigert den Rahmen, durch den die Anfrage hinausginge.
ask-again = Noch einmal senden
ask-again-text = Dasselbe wie zuvor. Ohne Ihren Druck wird nichts noch einmal gesendet.
ask-again-wait = { $seconds ->
    [one] Möglich in einer Sekunde.
   *[other] Möglich in { $seconds } Sekunden.
} Ohne Ihren Druck wird nichts noch einmal gesendet.
ask-waiting = Gesendet. Die Antwort steht noch aus …
ask-thinking = Das Modell denkt nach …
ask-arriving = Die Antwort kommt an …
ask-answer = Was das Modell sagt
ask-answer-before = Was das Modell vorher sagte
ask-answer-text = Vom Modell geschrieben, das Sie gefragt haben, nicht gemessen.
ask-cut = Die Antwort endet hier, weil sie die Grenze ihrer Länge erreicht hat.
ask-own = Eigene Bemerkung des Modells, zu keiner markierten Stelle
ask-sent = Was gesendet wurde
ask-sent-picture = Das Bild wie gezeigt, in Buchstaben (Base64), mit seinem Text
ask-sent-repair = Die Antwort, um sie in Form zu bringen, ohne das Bild
ask-sent-test = Ein erzeugtes Bild
ask-sent-size = { $bytes } Bytes
ask-sent-unanswered = (Es kam keine Antwort; ob es ankam, weiß niemand.)
mode-overlay = Das Bild unter seinen Markierungen
mode-overlay-text = Das ganze Bild geht hinaus, außerhalb der Markierungen auf halbe Helligkeit gedimmt. Alles darin lässt sich erkennen.
mode-overlay_blurred = Die Markierungen, Umgebung unkenntlich
mode-overlay_blurred-text = Alles außerhalb der markierten Stellen und eines Randes wird zuerst unwiederbringlich unscharf gemacht.
mode-crops = Nur die markierten Stellen
mode-crops-text = Ausschnitte um die markierten Stellen, auf einem Blatt. Vom Rest sieht das Modell nur, was daneben liegt.
mode-paper = Die Markierungen und das Original
mode-paper-text = Wie im Fachartikel über Omni-IML: das markierte Bild und das Original, aneinandergesetzt. Das Original geht hinaus, verkleinert.
preset-ollama = Ollama auf diesem Rechner
preset-llama-cpp = llama.cpp-Server auf diesem Rechner
preset-lm-studio = LM Studio auf diesem Rechner
preset-vllm = vLLM
preset-hosted = OpenAI oder ein anderes gehostetes Modell
preset-hosted-text = Jeder Server mit den Chat Completions von OpenAI und einem Modell, das sehen kann. Sein Betreiber sieht, was Sie senden.
preset-gateway = Das Gateway einer Redaktion
preset-gateway-text = Adresse und Token kommen von denen, die es betreiben. Es wählt Modell und Anweisung.

## Viewer
viewer-label = Das Bild mit seinen Markierungen. Pfeiltasten verschieben es, Plus und Minus zoomen, 0 passt es ein, 1 zeigt volle Größe.
overlay-label = { $count ->
    [0] In diesem Bild ist nichts markiert.
    [one] In diesem Bild ist eine Stelle markiert.
   *[other] In diesem Bild sind { $count } Stellen markiert.
}
zoom-in = Vergrößern
zoom-out = Verkleinern
zoom-fit = Einpassen
zoom-full = 1:1
zoom-level = { $percent } %
layers-label = Ebenen über dem Bild
layer-mask = Markierungen
layer-reliability = Zweifel
layer-tiles = Kacheln
doubt-share = Schraffiert: Hier kann das Netz nicht wissen, ob seine Maske stimmt, { $percent } % des Bildes
doubt-little = Schraffiert: Hier kann das Netz nicht wissen, ob seine Maske stimmt, weniger als 1 % des Bildes
doubt-none = Nichts ist schraffiert: Nirgends zweifelt das Netz an seiner Maske
tile-frequency = Kompression
tile-frequency-short = K
tile-vision = Sichtbares
tile-vision-short = S
key-frequency = Kompression (K): ihre Spuren und das sichtbare Bild
key-vision = Sichtbares (S): das sichtbare Bild allein
opacity-label = Deckkraft der Markierungen
threshold-label = Schwelle
threshold-help = Niedriger markiert mehr und irrt öfter. Die des Netzes ist { $percent } %.
threshold-reset = Zurücksetzen
compare-label = Markiert und unmarkiert vergleichen
compare-left = Unmarkiert
compare-right = Markiert
compare-value = { $percent } % von links unmarkiert
percent = { $percent } %

## How it was found
how-heading = Wie es gefunden wurde
how-domain = Sieht aus wie
domain-natural = ein gewöhnliches Foto ({ $percent } %)
domain-document = ein Dokument ({ $percent } %)
domain-face = ein Porträt ({ $percent } %)
domain-scene_text = eine Straßenszene mit Text ({ $percent } %)
domain-unclear = unklar (höchstens { $percent } %)
how-relied = Worauf sich das Netz stützte
how-frequency = Kompressionsspuren in allen { $tiles } Kacheln
how-frequency-one = Kompressionsspuren und das sichtbare Bild
how-vision = Das sichtbare Bild allein in allen { $tiles } Kacheln
how-vision-one = Das sichtbare Bild allein
how-mixed = Kompressionsspuren in { $frequency } von { $tiles } Kacheln, sonst das sichtbare Bild allein
how-device = Berechnet auf
device-gpu = Grafikprozessor (WebGPU)
device-cpu = CPU
device-cpu-workers = CPU, { $count } Arbeiter
reason-gpu-tested = er hat den Selbsttest bestanden
reason-cpu-asked = wie gewünscht
reason-gpu-missing = dieser Browser bietet kein WebGPU
reason-gpu-limited = diesem Grafikprozessor fehlt, was gebraucht wird
reason-gpu-refused = der Grafikprozessor ließ sich nicht starten
reason-gpu-wrong = der Grafikprozessor hat den Selbsttest nicht bestanden
reason-gpu-failed = der Grafikprozessor fiel in dieser Sitzung aus
how-time = Zeit
how-time-value = { $seconds } s
how-model = Netz

## The file
file-heading = Die Datei
file-name = Name
file-format = Format
file-jpeg = JPEG, Qualität etwa { $quality }
file-size = Größe
file-size-value = { $width } × { $height } Pixel, { $megapixels } MP
file-bytes = { $amount } kB
file-hash = SHA-256
metadata-heading = { $count ->
    [one] Was die Datei angibt: ein Eintrag
   *[other] Was die Datei angibt: { $count } Einträge
}
metadata-note = Jeder kann sie schreiben und ändern; für sich allein beweisen sie nichts. Sie werden nur Ihnen gezeigt.
metadata-private = nicht in Berichten
metadata-private-title = Es sagt, wo, von wem oder mit genau welchem Gerät das Bild gemacht wurde; gespeicherte Berichte lassen es weg.
copy-alt = Kleine Kopie des Bildes, wie die Datei sie mitführt
copy-size = { $width } × { $height } Pixel
copy-agrees = Eine kleine Kopie in der Datei. Sie zeigt dasselbe wie das Bild.
copy-differs = Eine kleine Kopie in der Datei. Sie zeigt etwas anderes als das Bild: Sehen Sie sich beide an.
copy-unclear = Eine kleine Kopie in der Datei, zu klein oder zu gleichförmig zum Vergleichen.
source-exif = EXIF
source-gps = Position (GPS)
source-xmp = XMP
source-iptc = IPTC
source-photoshop = Abschnitt von Photoshop
source-png-text = PNG-Texte
source-comment = Kommentar
source-jfif = JFIF
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

## Notes
notes-heading = Gut zu wissen
note-pasted = Dieses Bild wurde eingefügt. Browser kodieren Eingefügtes neu, Kompressionsspuren der ursprünglichen Datei sind also fort. Wählen Sie die Datei selbst oder legen Sie sie ab, wenn Sie können.
note-phone = Telefone wandeln viele Bilder um und verkleinern sie, wenn man sie für eine Seite wählt. Spuren des Originals können fort sein.
note-no-jpeg = Das ist keine JPEG-Datei. Wenn es ein Bildschirmfoto ist oder umgewandelt wurde, sind Spuren seines früheren Lebens schwächer oder fort.
note-low-quality = Diese Datei wurde in niedriger Qualität gespeichert. Starke Kompression löscht Spuren aus und kann selbst wie eine aussehen.
note-several = Es kamen mehrere Dateien. Die erste wurde geprüft.
note-forgotten = Das Rechenwerk wurde angehalten und hat dieses Bild nicht mehr. Prüfen Sie es noch einmal, um Linsen und Worte zu nutzen und einen Bericht zu speichern.
note-restarted = Das Rechenwerk ist mittendrin stehen geblieben und wurde auf der CPU neu gestartet.
note-extension-mismatch = Der Name der Datei nennt ein anderes Format als ihr Inhalt.
note-first-frame-only = Nur das erste ihrer Bilder oder Blätter wurde geprüft.
note-truncated = Die Datei endet zu früh oder ist beschädigt. Geprüft wurde der Teil, der sich lesen ließ.
note-coefficients-unreadable = Ihre Kompressionsspuren ließen sich nicht lesen. Geprüft wurde nach den Pixeln allein.

## Keep
keep-document = Bericht speichern
keep-title = Eine Datei mit Bildern, Zahlen und Worten, zum Lesen, Drucken und Weitergeben. Sie zeigt das Bild.
keep-more = Etwas anderes speichern
keep-json = Bericht als Daten (JSON)
keep-marked = Bild mit seinen Markierungen (PNG)
keep-mask = Maske (PNG)
keep-fade = Markierungen, die kommen und gehen (GIF)
keep-making = Die Datei wird gemacht …
keep-made = Die Datei wurde dem Browser zum Herunterladen übergeben.
keep-failed = Die Datei konnte nicht gemacht werden. Versuchen Sie eine andere.
again = Anderes Bild prüfen
again-key = N

## Wenn es falsch ist
feedback-heading = Ist dieses Ergebnis falsch?
feedback-text = Wer diese Seite betreibt, kann daraus lernen. Dieser Text nennt das Bild beim Hashwert und enthält es nicht. Kopieren Sie ihn und schicken Sie ihn selbst, wenn Sie möchten: Diese Seite sendet nichts.
feedback-what = Was ist falsch
feedback-untouched = Es markiert, was nicht manipuliert wurde
feedback-missed = Es übersieht eine Manipulation
feedback-place = Es markiert die falsche Stelle
feedback-label = Der Text zu diesem Ergebnis
feedback-copy = Text kopieren
feedback-copied = Kopiert.
feedback-not-copied = Der Browser hat ihn nicht kopiert. Klicken Sie auf den Text, dann ist er ganz ausgewählt, und drücken Sie Strg+C.

## Many pictures
list-progress = Bilder werden geprüft: { $done } von { $count } fertig
list-paused = Angehalten: { $done } von { $count } Bildern fertig
list-over = { $count ->
    [one] Das Bild ist fertig
   *[other] Alle { $count } Bilder fertig
}
list-left = Für alle zusammen noch etwa { $left }. Öffnen Sie ein Bild, um zu sehen, wo es markiert ist.
list-hint = Öffnen Sie ein Bild, um zu sehen, wo es markiert ist, und alles andere dazu.
list-pause = Anhalten
list-resume = Weitermachen
list-add = Bilder hinzufügen
list-sort = Höchste Werte zuerst
list-save = Ergebnisse als Daten speichern
list-clear = Liste leeren
list-keep = Liste, Bilder und Ergebnisse in diesem Browser behalten ({ $megabytes } MB). Leeren der Liste löscht sie.
list-keep-failed = Dieser Browser konnte die Liste nicht so behalten, wie Sie wollten; vielleicht fehlt Platz. Speichern Sie die Ergebnisse als Daten, oder löschen Sie die Daten dieser Seite in den Einstellungen des Browsers.
list-full = In eine Liste passen nicht mehr als 2.000 Bilder. Die anderen wurden weggelassen.
list-waiting = Wartet
list-running = Wird geprüft …
list-found = { $verdict } · { $percent } %
list-nameless = Eingefügtes Bild
list-remove = { $name } aus der Liste nehmen
list-label = Die Liste
list-back = Zurück zur Liste
list-previous = Voriges Ergebnis
list-next = Nächstes Ergebnis
pdf-opening = Im Dokument wird nach Bildern gesucht …
pdf-picture = Seite { $page }, Bild { $number }: { $name }
pdf-picture-hidden = Auf keiner Seite, Bild { $number }: { $name }
pdf-found = { $count ->
    [one] Aus { $name } wurde ein Bild herausgenommen. Was dort als Text oder Linien gezeichnet ist, ist kein Bild und wird nicht geprüft.
   *[other] Aus { $name } wurden { $count } Bilder herausgenommen. Was dort als Text oder Linien gezeichnet ist, ist kein Bild und wird nicht geprüft.
}
pdf-left = { $count ->
    [one] Ein weiteres ließ sich hier nicht lesen: Speichern Sie es mit einem PDF-Programm, und prüfen Sie, was dabei herauskommt.
   *[other] { $count } weitere ließen sich hier nicht lesen: Speichern Sie sie mit einem PDF-Programm, und prüfen Sie, was dabei herauskommt.
}
pdf-small = { $count ->
    [one] Eines wurde weggelassen, weil eine Seite kürzer als 32 Pixel ist.
   *[other] { $count } wurden weggelassen, weil eine Seite kürzer als 32 Pixel ist.
}

## Errors
error-heading = Dieses Bild konnte nicht geprüft werden
error-engine-heading = Das Rechenwerk konnte nicht gestartet werden
error-again = Anderes Bild wählen
error-retry = Noch einmal versuchen
error-detail = Einzelheiten
error-empty-file = Die Datei ist leer. Speichern oder laden Sie sie noch einmal.
error-file-too-large = Die Datei ist zu groß. Die Grenze liegt bei 64 MB; eine kleinere Kopie verliert Spuren, ein Ausschnitt behält sie.
error-too-many-pixels = Das Bild hat zu viele Pixel. Die Grenze liegt bei 50 Megapixeln; eine kleinere Kopie verliert Spuren, ein Ausschnitt behält sie.
error-side-too-long = Eine Seite des Bildes ist zu lang. Die Grenze liegt bei 20.000 Pixeln; prüfen Sie einen Ausschnitt.
error-too-much-metadata = Die Datei führt zu viele Metadaten mit. Die Grenze liegt bei 8 MB; entfernen Sie sie und versuchen Sie es noch einmal.
error-too-much-memory = Dieses Bild braucht zu viel Speicher. Prüfen Sie einen Ausschnitt oder eine Kopie mit 8 Bit je Wert.
error-too-many-parts = Die Datei ist gebaut wie kein gewöhnliches Bild. Speichern Sie sie mit einem anderen Programm neu.
error-unsupported-coding = Dieses JPEG benutzt eine seltene Kodierung, die hier nicht gelesen wird. Speichern Sie es als gewöhnliches JPEG oder als PNG.
error-unsupported-format = Diese Art von Datei kann hier nicht gelesen werden. Exportieren Sie ein HEIC- oder AVIF-Bild als JPEG, geben Sie einem PDF einen Namen mit der Endung .pdf, speichern Sie ein Einzelbild eines Videos als PNG, und prüfen Sie das.
error-unknown-format = Das ist kein Bild, das hier gelesen werden kann. JPEG, PNG, WebP, BMP, TIFF und GIF können es.
error-damaged-file = Die Datei ist beschädigt und lässt sich nicht öffnen. Speichern oder laden Sie sie noch einmal.
error-unreadable = Der Browser konnte die Datei nicht lesen. Vielleicht ist sie ein Ordner oder wurde verschoben oder gelöscht.
error-not-a-file = Das war keine Datei. Speichern Sie das Bild zuerst, und legen Sie es dann ab oder wählen Sie es.
error-paste = In der Zwischenablage ist kein Bild.
error-pdf-damaged = Das Dokument ist beschädigt und lässt sich nicht öffnen. Speichern oder laden Sie es noch einmal.
error-pdf-empty = Im Dokument ist kein Bild, das sich prüfen ließe. Was dort als Text oder Linien gezeichnet ist, ist keines.
error-pdf-locked = Das Dokument verlangt ein Passwort. Speichern Sie eine Kopie ohne Passwort, und prüfen Sie diese.
error-pdf-slow = Das Dokument hat zu lange gebraucht. Speichern Sie die fraglichen Seiten als eigenes Dokument.
error-pdf-unread = Die Bilder im Dokument lassen sich hier nicht lesen: Sie sind auf seltene Weise codiert oder gefärbt, oder beschädigt. Speichern Sie sie mit einem PDF-Programm, und prüfen Sie, was dabei herauskommt.
error-shared = Das geteilte Bild ist nicht angekommen. Teilen Sie es noch einmal, oder öffnen Sie es hier.
error-sample = Das Beispiel konnte nicht geladen werden.
error-network = Das Rechenwerk oder die Gewichte des Netzes konnten nicht geladen werden. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.
error-weights = Die Gewichte des Netzes kamen nicht an, wie sie veröffentlicht sind. Versuchen Sie es noch einmal.
error-version = Seite und Rechenwerk sind von zwei Versionen. Laden Sie die Seite neu.
error-engine = Das Rechenwerk ist bei diesem Bild zweimal stehen geblieben. Das nächste fängt frisch an.
error-queue = Zu viele Bilder warten. Laden Sie die Seite neu.
error-nothing-in-common = Es fand sich nicht, dass beide Bilder dasselbe zeigen. Wenn sie es tun, schneiden Sie beide auf das Gemeinsame zu und drehen Sie sie gleich herum.
error-other = Bei uns ist etwas schiefgegangen.
