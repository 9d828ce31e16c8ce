### Was der Schreiber auf dem Gerät zu einem Bericht sagt. Dieselben Nachrichten und Variablen wie in en.ftl.

list = { $head } und { $last }
place = Stelle { $number }

## Verdict
verdict-none = Das Netz erkennt keine deutlichen Spuren einer Manipulation: Das Bild als Ganzes kommt auf { $score } %, das ist unauffällig.
verdict-weak = Das Netz erkennt schwache Spuren einer Manipulation: Das Bild als Ganzes kommt auf { $score } %, zu wenig für einen Befund.
verdict-moderate = Das Netz erkennt mäßige Spuren einer Manipulation: Das Bild als Ganzes kommt auf { $score } %. So viel erreichen auch manche unveränderten Bilder der Art, mit der es trainiert wurde.
verdict-strong = Das Netz erkennt starke Spuren einer Manipulation: Das Bild als Ganzes kommt auf { $score } %. So viel erreichen nur wenige unveränderte Bilder der Art, mit der es trainiert wurde.
verdict-very_strong = Das Netz erkennt sehr starke Spuren einer Manipulation: Das Bild als Ganzes kommt auf { $score } %. So viel erreicht kaum ein unverändertes Bild der Art, mit der es trainiert wurde.
verdict-scale = Dieser Wert ist keine Wahrscheinlichkeit.
verdict-unsure = Das Urteil ist unsicher: Der Wert liegt nahe an der Schwelle, oder das Bild ist anders als die, mit denen das Netz trainiert wurde. Messen Sie ihm wenig Gewicht bei.
places-quiet = { $count ->
    [0] Keine einzelne Stelle fällt auf.
    [one] Eine Stelle ist trotzdem markiert; sie kann durchaus harmlos sein.
   *[other] { $count } Stellen sind trotzdem markiert; sie können durchaus harmlos sein.
}
places-found = { $count ->
    [0] Keine einzelne Stelle erreicht die Schwelle; wo die Spuren liegen, bleibt also offen.
    [one] Eine Stelle scheint nicht zum Rest zu passen und ist markiert.
   *[other] { $count } Stellen scheinen nicht zum Rest zu passen und sind markiert.
}
measured-supported = Unabhängig vom Netz deuten auch die Messungen an { $places } auf eine Manipulation hin.
measured-supported-quiet = Im Bild als Ganzem findet das Netz nichts Deutliches, und doch deuten die Messungen an { $places } auf eine Manipulation hin. Sehen Sie sich diese Stellen selbst an.
measured-hinted = Die Messungen an { $places } liefern nur schwache Anzeichen für eine Manipulation.
measured-contradicted = Die Messungen an { $places } sprechen gegen eine Manipulation.
measured-divided = Die Messungen an { $places } widersprechen sich: Manche deuten auf eine Manipulation hin, andere sprechen dagegen.
domain-natural = Das Netz hält das Bild für ein gewöhnliches Foto ({ $percent } %).
domain-document = Das Netz hält das Bild für ein Dokument ({ $percent } %).
domain-face = Das Netz hält das Bild für ein Porträt ({ $percent } %).
domain-scene_text = Das Netz hält das Bild für eine Straßenszene mit Schrift ({ $percent } %).

## A region: where
where-upper-left = Stelle { $number } liegt oben links im Bild.
where-top = Stelle { $number } liegt oben in der Mitte des Bildes.
where-upper-right = Stelle { $number } liegt oben rechts im Bild.
where-left = Stelle { $number } liegt links im Bild, etwa auf halber Höhe.
where-middle = Stelle { $number } liegt in der Bildmitte.
where-right = Stelle { $number } liegt rechts im Bild, etwa auf halber Höhe.
where-lower-left = Stelle { $number } liegt unten links im Bild.
where-bottom = Stelle { $number } liegt unten in der Mitte des Bildes.
where-lower-right = Stelle { $number } liegt unten rechts im Bild.
where-across-top = Stelle { $number } zieht sich im oberen Teil über den größten Teil der Bildbreite.
where-across-middle = Stelle { $number } zieht sich auf halber Höhe über den größten Teil der Bildbreite.
where-across-bottom = Stelle { $number } zieht sich im unteren Teil über den größten Teil der Bildbreite.
where-down-left = Stelle { $number } zieht sich links über den größten Teil der Bildhöhe.
where-down-middle = Stelle { $number } zieht sich in der Mitte über den größten Teil der Bildhöhe.
where-down-right = Stelle { $number } zieht sich rechts über den größten Teil der Bildhöhe.
where-over = Stelle { $number } verteilt sich über den größten Teil des Bildes.
where-all = Stelle { $number } bedeckt fast das ganze Bild.

## A region: how large
size-tiny = Sie ist winzig: { $area } % des Bildes, in einem Rahmen von { $width } × { $height } Pixeln.
size-small = Sie ist klein: { $area } % des Bildes, in einem Rahmen von { $width } × { $height } Pixeln.
size-medium = Sie ist mittelgroß: { $area } % des Bildes, in einem Rahmen von { $width } × { $height } Pixeln.
size-large = Sie ist groß: { $area } % des Bildes, in einem Rahmen von { $width } × { $height } Pixeln.

## A region: how it lies to another
relation-inside = Sie liegt innerhalb des Rahmens von Stelle { $other }.
relation-around = Ihr Rahmen umschließt den von Stelle { $other }.
relation-overlaps = Ihr Rahmen überschneidet sich mit dem von Stelle { $other }.
relation-beside = Sie liegt direkt neben Stelle { $other }.
relation-left = Sie liegt links von Stelle { $other }.
relation-right = Sie liegt rechts von Stelle { $other }.
relation-above = Sie liegt oberhalb von Stelle { $other }.
relation-below = Sie liegt unterhalb von Stelle { $other }.
relation-above-left = Sie liegt links oberhalb von Stelle { $other }.
relation-above-right = Sie liegt rechts oberhalb von Stelle { $other }.
relation-below-left = Sie liegt links unterhalb von Stelle { $other }.
relation-below-right = Sie liegt rechts unterhalb von Stelle { $other }.

## A region: the network
marks-clear = Das Netz markiert sie deutlich, mit einer Stärke von { $score } %.
marks-medium = Das Netz markiert sie mit mittlerer Stärke ({ $score } %).
marks-faint = Das Netz markiert sie nur schwach, mit einer Stärke von { $score } %.
marks-doubtful = Sicher sein kann es sich dabei nicht: Dass seine Markierung hier stimmt, hält es nur zu { $reliability } % für wahrscheinlich.
relied-compression = Dabei stützt es sich auf Kompressionsspuren und auf das sichtbare Bild.
relied-visible = Dabei stützt es sich allein auf das sichtbare Bild.
relied-mixed = Dabei stützt es sich in einem Teil der Stelle auch auf Kompressionsspuren, sonst allein auf das sichtbare Bild.

## A region: what points to a manipulation
grid-supports = Das Blockraster einer früheren JPEG-Speicherung ist hier verschoben: Es beginnt bei Spalte { $x } und Zeile { $y }, im übrigen Bild bei Spalte { $restx } und Zeile { $resty }. Das kommt vor, wenn ein Teil eines anderen JPEGs eingefügt oder ein Teil verschoben wird.
quality-supports = Sie trägt Spuren einer früheren JPEG-Speicherung mit einer Qualität von etwa { $inside }, das übrige Bild solche mit etwa { $outside }. Beide haben also womöglich nicht dieselbe Vorgeschichte.
quality-supports-inside = Sie trägt Spuren einer früheren JPEG-Speicherung mit einer Qualität von etwa { $inside }, das übrige Bild keine. Beide haben also womöglich nicht dieselbe Vorgeschichte.
quality-supports-outside = Das übrige Bild trägt Spuren einer früheren JPEG-Speicherung mit einer Qualität von etwa { $outside }; diese Stelle trägt keine, als wäre sie später hinzugekommen.
noise-more = Ihr Rauschen ist { $times }-mal so stark wie an vergleichbaren Stellen im übrigen Bild, wie es bei Teilen aus einem anderen Bild vorkommt.
noise-less = Sie hat nur { $percent } % des Rauschens vergleichbarer Stellen im übrigen Bild, wie nach dem Glätten oder Übermalen.
sharpness-more = Ihre Kanten sind { $times }-mal so scharf wie vergleichbare im übrigen Bild. Das kommt vor, wenn etwas Schärferes eingefügt oder ein Teil nachgeschärft wird.
sharpness-less = Ihre Kanten sind nur { $percent } % so scharf wie vergleichbare im übrigen Bild, wie nach dem Vergrößern oder Weichzeichnen.
contrast-more = Ihr Kontrast im Kleinen ist { $times }-mal so hoch wie an vergleichbaren Stellen im übrigen Bild.
contrast-less = Ihr Kontrast im Kleinen erreicht nur { $percent } % dessen, was vergleichbare Stellen im übrigen Bild haben.
edge-hard = Ihr Rand ist ungewöhnlich hart: Der Übergang braucht { $width } Pixel, bei vergleichbaren Kanten im übrigen Bild { $elsewhere }. Ausgeschnittenes hat oft solche Ränder.
edge-soft = Ihr Rand ist ungewöhnlich weich: Der Übergang braucht { $width } Pixel, bei vergleichbaren Kanten im übrigen Bild { $elsewhere }. Solche Ränder entstehen, wenn ein Teil weich eingeblendet wird.
duplicate-supports = Fast dieselben Einzelheiten gibt es ein zweites Mal, { $offset } (Übereinstimmung { $similarity } %). Eine der beiden Stellen könnte eine Kopie der anderen sein; regelmäßige Muster wiederholen sich allerdings auch von selbst.
duplicate-other = Dort liegt Stelle { $other }.
resampling-supports = Ihre Pixel zeigen das regelmäßige Muster, das beim Skalieren oder Drehen entsteht, mit einer Stärke von { $peak } gegenüber { $outside } im übrigen Bild.
weak-sign = Für sich genommen ist das ein schwaches Anzeichen.
nothing-supports = Keine Messung stützt hier das Netz.

## A region: what speaks against one
grid-contradicts = Das Blockraster einer früheren JPEG-Speicherung läuft ungestört durch sie hindurch; das spricht gegen etwas von außen Eingefügtes.
quality-contradicts = Ihre Spuren einer früheren JPEG-Speicherung mit einer Qualität von etwa { $inside } passen zum übrigen Bild (etwa { $outside }); das spricht gegen etwas von außen Eingefügtes.
noise-contradicts = Ihr Rauschen liegt bei { $percent } % dessen, was vergleichbare Stellen im übrigen Bild haben, ist also nicht anders; das spricht gegen etwas aus einem anderen Bild.
sharpness-contradicts = Ihre Kanten sind zu { $percent } % so scharf wie vergleichbare im übrigen Bild, also nicht anders; das spricht gegen etwas Eingefügtes.
contrast-contradicts = Ihr Kontrast im Kleinen liegt bei { $percent } % dessen, was vergleichbare Stellen im übrigen Bild haben, ist also nicht anders.
edge-contradicts = Der Übergang an ihrem Rand braucht { $width } Pixel, ganz ähnlich wie bei vergleichbaren Kanten im übrigen Bild ({ $elsewhere }); das spricht gegen etwas Ausgeschnittenes.
resampling-contradicts = Ihre Pixel zeigen nicht mehr Anzeichen von Skalieren oder Drehen ({ $peak }) als das übrige Bild ({ $outside }).

## A region: the rest of the measurements
neutral = Gemessen, aber ohne Aussage in die eine oder andere Richtung: { $items }.
unmeasured = An dieser Stelle wurde nichts gemessen.
unmeasured-small = Nicht messbar, vermutlich weil die Stelle zu klein ist: { $items }.
unmeasured-large = Nicht messbar, vermutlich weil eine so große Stelle zu wenig zum Vergleichen übrig lässt: { $items }.
unmeasured-plain = Nicht messbar, vermutlich weil die Stelle zu gleichförmig ist oder Vergleichbares fehlt: { $items }.
item-grid = JPEG-Raster
item-quality = frühere JPEG-Qualität
item-noise = Rauschen
item-sharpness = Schärfe
item-contrast = Kontrast
item-edge = Rand
item-duplicate = wiederholte Einzelheiten
item-resampling = Spuren von Skalierung
way-right = { $pixels ->
    [one] ein Pixel weiter rechts
   *[other] { $pixels } Pixel weiter rechts
}
way-left = { $pixels ->
    [one] ein Pixel weiter links
   *[other] { $pixels } Pixel weiter links
}
way-down = { $pixels ->
    [one] ein Pixel weiter unten
   *[other] { $pixels } Pixel weiter unten
}
way-up = { $pixels ->
    [one] ein Pixel weiter oben
   *[other] { $pixels } Pixel weiter oben
}

## The file
file-quiet = Aufbau und Metadaten der Datei sind unauffällig.
file-bare = Die Datei enthält keine Metadaten. Bei Bildern aus dem Internet oder aus Messengern ist das üblich und hat für sich genommen nichts zu bedeuten.
jpeg-common = Die Datei wurde zuletzt als JPEG mit einer Qualität von etwa { $quality } gespeichert, mit den Tabellen, die die meisten Programme verwenden.
jpeg-own = Die Datei wurde zuletzt als JPEG mit einer Qualität von etwa { $quality } gespeichert, mit eigenen Tabellen, wie sie Kameras und manche Bildbearbeitungen verwenden.
generated-whole = Die Datei selbst gibt an, dass das Bild von einem KI-Modell erzeugt wurde.
generated-parts = Die Datei selbst gibt an, dass Teile des Bildes von einem KI-Modell erzeugt wurden.
generated-synthetic = Die Datei selbst gibt an, dass das Bild oder ein Teil davon von einem Computerprogramm erzeugt wurde.
generated-by = Sie nennt „{ $program }“.
program-editor = Die Datei nennt „{ $program }“, ein Programm zur Bildbearbeitung. Was damit gemacht wurde, bleibt offen: Zuschneiden oder Aufhellen hinterlässt denselben Eintrag wie eine Montage.
program-developer = Die Datei nennt „{ $program }“, ein Programm zum Entwickeln von Fotos. Was damit gemacht wurde, bleibt offen; meist geht es um Licht und Farbe.
program-app = Die Datei nennt „{ $program }“, eine App für Effekte, Texte und Sticker. Was damit gemacht wurde, bleibt offen.
program-converter = Die Datei nennt „{ $program }“, ein Programm, das Bilder meist nur umwandelt oder verkleinert.
edit-history = { $count ->
    [one] Die Datei führt einen Schritt ihrer Entstehung auf, etwa Speichern oder Umwandeln.
   *[other] Die Datei führt { $count } Schritte ihrer Entstehung auf, etwa Speichern oder Umwandeln.
}
made-from-others = { $count ->
    [one] Die Datei gibt an, dass für sie ein anderes Bild verwendet wurde.
   *[other] Die Datei gibt an, dass für sie { $count } andere Bilder verwendet wurden.
}
text-layers = { $count ->
    [one] Die Datei enthält einen Text, der in einer Bildbearbeitung auf das Bild gesetzt wurde.
   *[other] Die Datei enthält { $count } Texte, die in einer Bildbearbeitung auf das Bild gesetzt wurden.
}
editor-parts = Die Datei hat Abschnitte, wie Photoshop sie schreibt; sie ist also wahrscheinlich durch dieses Programm gegangen.
dates-later = Laut der Datei wurde das Bild am { $first } aufgenommen oder angelegt und später geändert, am { $second }. Auch Kopieren oder Drehen kann der Grund sein.
dates-earlier = Zwei Daten in der Datei widersprechen sich: Das Bild soll am { $first } aufgenommen oder angelegt, aber schon vorher zuletzt geändert worden sein, am { $second }. Auch eine falsch gestellte Uhr kann der Grund sein.
dates-unzoned = Die Angaben nennen keine Zeitzone.
size-scaled = Die Metadaten nennen eine Größe von { $width } × { $height } Pixeln, das Bild hat { $realwidth } × { $realheight }: Es wurde wohl später skaliert.
size-other = Die Metadaten nennen eine Größe von { $width } × { $height } Pixeln, das Bild hat { $realwidth } × { $realheight } und damit eine andere Form: Es wurde wohl später zugeschnitten oder anders verändert.
thumbnail-differs = Das kleine Vorschaubild in der Datei zeigt etwas anderes als das Bild: Sie unterscheiden sich im Mittel um { $difference } Graustufen, an der auffälligsten Stelle um { $worst }. Die Vorschau zeigt womöglich einen früheren Zustand.
thumbnail-shape = Das kleine Vorschaubild in der Datei hat eine andere Form als das Bild (Breite zu Höhe { $stated } gegenüber { $real }). Das Bild wurde womöglich später zugeschnitten.
trailing-data = Hinter dem Ende des Bildes enthält die Datei weitere { $kilobytes } kB, auf die nichts in ihr hinweist: { $what }.
looks-jpeg = dem Anschein nach ein weiteres JPEG-Bild
looks-png = dem Anschein nach ein PNG-Bild
looks-zip = dem Anschein nach ein ZIP-Archiv
looks-archive = dem Anschein nach ein Archiv
looks-pdf = dem Anschein nach ein PDF-Dokument
looks-video = dem Anschein nach ein Video
looks-samsung = dem Anschein nach der Block, den Samsung-Handys anhängen
looks-zeros = nichts als Nullen
looks-text = dem Anschein nach Text
looks-unknown = von unbekannter Art

## Content Credentials
credentials-none = Die Datei trägt keine Content Credentials. Die meisten Dateien tragen keine; das hat für sich genommen nichts zu bedeuten.
credentials-valid = Die Datei trägt Content Credentials, eine signierte Erklärung über ihre Herkunft. Die Signatur ist gültig: Erklärung und Datei sind so, wie sie signiert wurden.
credentials-exempt = Einige weitere Teile der Datei sind von der Signatur ausgenommen.
credentials-broken = Die Datei trägt Content Credentials, eine signierte Erklärung über ihre Herkunft, aber sie sind nicht gültig: { $why }.
credentials-broken-saved = Dazu kommt es auch, wenn ein Programm, das Content Credentials nicht kennt, ein Bild unverändert speichert.
credentials-unsupported = Die Datei trägt Content Credentials, deren Signaturverfahren hier nicht unterstützt wird.
credentials-elsewhere = Die Datei gibt an, dass ihre Content Credentials unter „{ $address }“ liegen. Von dort wurde nichts abgerufen.
credentials-unchecked = Die Datei trägt Content Credentials, die nicht geprüft wurden: { $why }.
why-file-changed = die Datei wurde nach dem Signieren verändert
why-statement-changed = ein Teil der Erklärung wurde nach dem Signieren verändert
why-signature = die Signatur passt nicht zur Erklärung
why-expired = das Zertifikat war beim Signieren nicht gültig oder ist seitdem abgelaufen
why-certificate = das Zertifikat darf solche Erklärungen nicht signieren, wurde widerrufen oder ist nicht lesbar
why-missing = ein notwendiger Teil fehlt
why-damaged = sie sind beschädigt
why-ingredient = die Credentials eines Bildes, das darin verwendet wurde, sind nicht gültig
why-other = sie verletzen eine Regel ihres Standards
why-over-limit = sie sind ungewöhnlich groß
why-took-too-long = die Prüfung dauerte zu lange
why-stopped = die Prüfung ist an ihnen abgebrochen
why-not-loaded = der Programmteil, der sie prüft, ließ sich nicht laden
credentials-signer = Ihr Zertifikat nennt „{ $signer }“ als Unterzeichner und „{ $issuer }“ als Aussteller.
credentials-signer-alone = Ihr Zertifikat nennt „{ $signer }“ als Unterzeichner.
credentials-time = Laut einem Zeitstempel wurde am { $time } signiert.
trust-not-checked = Ob der Name stimmt, wurde nicht geprüft: Ein Zertifikat kann jeder auf jeden Namen ausstellen.
trust-listed = Das Zertifikat geht auf eines aus der angegebenen Liste zurück.
trust-not-listed = Das Zertifikat geht auf keines aus der angegebenen Liste zurück.
credentials-program = Geschrieben wurden sie von „{ $program }“.
credentials-actions = Laut ihnen ist mit dem Bild Folgendes geschehen: { $steps }.
done-created = erstellt
done-opened = zur Weiterbearbeitung geöffnet
done-placed = anderes Bild eingesetzt
done-edited = ohne nähere Angabe bearbeitet
done-cropped = zugeschnitten
done-colours = Farbe oder Helligkeit angepasst
done-drawn = bemalt oder beschriftet
done-filtered = Filter oder Effekte angewendet
done-turned = gedreht oder gespiegelt
done-resized = Größe geändert
done-removed = etwas Eingesetztes wieder entfernt
done-text = Text hinzugefügt
done-converted = in einem anderen Format gespeichert
done-metadata = Metadaten geändert
done-watermarked = Wasserzeichen hinzugefügt
done-published = veröffentlicht
done-other = etwas anderes
origin-generated = Laut ihnen wurde das Bild von einem KI-Modell erzeugt.
origin-generated-parts = Laut ihnen wurden Teile des Bildes von einem KI-Modell erzeugt.
origin-synthetic = Laut ihnen wurde das Bild oder ein Teil davon von einem Computerprogramm erzeugt.
origin-captured = Laut ihnen wurde das Bild mit einer Kamera aufgenommen.
origin-screen = Laut ihnen wurde das Bild von einem Bildschirm aufgenommen.
origin-scanned = Laut ihnen wurde das Bild von Papier oder Film eingescannt.
origin-ingredient-generated = Laut ihnen wurde etwas, das in dem Bild verwendet wurde, zumindest teilweise von einem KI-Modell erzeugt.
origin-ingredient-synthetic = Laut ihnen wurde etwas, das in dem Bild verwendet wurde, zumindest teilweise von einem Computerprogramm erzeugt.
origin-by = Als Programm nennen sie „{ $program }“.
credentials-ingredients = { $count ->
    [one] Laut ihnen wurde dafür ein anderes Bild verwendet.
   *[other] Laut ihnen wurden dafür { $count } andere Bilder verwendet.
}
credentials-ingredients-more = Laut ihnen wurden dafür mehr als { $count } andere Bilder verwendet.
credentials-caution = Eine gültige Signatur sagt, wer für diese Angaben einsteht und dass seitdem nichts verändert wurde. Ob sie stimmen, sagt sie nicht.

## Limits
others-one = Eine weitere Stelle ist markiert und aufgelistet, aber nicht beschrieben: Stelle { $first } mit { $area } % des Bildes.
others-several = Die Stellen { $first } bis { $last } sind markiert und aufgelistet, aber nicht beschrieben; die größte von ihnen nimmt { $area } % des Bildes ein.
limit-unmeasured = Weder die Datei noch die markierten Stellen wurden vermessen; was hier steht, beruht allein auf dem Ergebnis des Netzes.
unread-damaged = Teile der Metadaten sind beschädigt und ließen sich nicht vollständig lesen: { $parts }.
unread-large = Teile der Metadaten sind ungewöhnlich groß und wurden nicht vollständig gelesen: { $parts }.
unread-unknown = Teile der Metadaten sind auf eine Weise geschrieben, die hier nicht gelesen wird: { $parts }.
source-exif = EXIF
source-gps = Standort (GPS)
source-xmp = XMP
source-iptc = IPTC
source-photoshop = Abschnitt von Photoshop
source-png-text = PNG-Texte
source-comment = Kommentar
source-jfif = JFIF
source-icc = Farbprofil
limit-no-jpeg = Das Format der Datei ist { $format }, nicht JPEG. Spuren früherer JPEG-Speicherungen können darin schwächer oder verschwunden sein.
limit-low-quality = Die Datei wurde mit geringer Qualität gespeichert (etwa { $quality }). Starke Kompression verwischt Spuren und kann selbst wie welche aussehen.
limit-doubt = Dass seine Markierungen stimmen, hält das Netz über das ganze Bild gesehen nur zu { $reliability } % für wahrscheinlich.
limit-elsewhere = Wo nichts markiert ist, ist dem Netz nichts aufgefallen. Das ist keine Entwarnung: Eine sorgfältige oder ihm unbekannte Manipulation hinterlässt keine Spur, die es kennt.
limit-nothing = Dass nichts markiert ist, ist keine Entwarnung: Eine sorgfältige oder dem Netz unbekannte Manipulation hinterlässt keine Spur, die es kennt.
limit-generated = Dieses Netz sucht nach veränderten Teilen. Vollständig generierte Bilder sucht es nicht.
limit-content = Was das Bild zeigt, wurde nicht geprüft: Ob Zeit, Ort und Geschichte stimmen, lässt sich nicht messen.

## Next
next-compare = Vergleichen Sie Stelle { $number } in voller Größe Detail für Detail mit dem Ausschnitt { $offset }.
next-border = Sehen Sie sich Stelle { $number } in voller Größe an und folgen Sie ihrem Rand: Ist er so scharf wie andere Ränder im Bild?
next-look = Sehen Sie sich Stelle { $number } in voller Größe an: Passen Licht, Schatten, Körnung und Schärfe zur Umgebung?
next-generated = Fragen Sie, von wem das Bild kommt, ob es ganz oder teilweise mit KI entstanden ist und was es zeigen soll.
next-program = Fragen Sie, von wem das Bild kommt, was in „{ $program }“ geändert wurde.
next-preview = Öffnen Sie das kleine Vorschaubild in der Datei und vergleichen Sie es mit dem Bild.
next-document = Vergleichen Sie Zahlen, Daten und Schriftarten mit einem anderen Exemplar des Dokuments, oder fragen Sie die ausstellende Stelle.
next-original = Bitten Sie um die Originaldatei, wie sie aus der Kamera oder dem Handy kam und nicht über einen Messenger, und prüfen Sie diese.
next-copies = Suchen Sie nach älteren oder größeren Fassungen des Bildes. Bei einer Rückwärtssuche geht das Bild an deren Betreiber.
next-caution = Stützen Sie keine Entscheidung allein auf dieses Ergebnis.
