### Was jede Linse zeigt, worauf es ankommt, was nichts bedeutet, ihre Regler und ihre Werte.

## Error level analysis
lens-ela = Fehlerstufen (ELA)
lens-ela-shows = Wie stark sich jede Stelle verändert, wenn das Bild noch einmal als JPEG gespeichert wird.
lens-ela-look = Auffällig ist eine Fläche, die heller oder dunkler ist als andere mit gleicher Struktur: Sie wurde womöglich seltener oder öfter gespeichert als der Rest.
lens-ela-ignore = Kanten, feine Strukturen und kräftige Farben sind immer heller. In oft gespeicherten oder verkleinerten Bildern sind die Unterschiede verschwunden.
lens-ela-quality = JPEG-Qualität
lens-ela-figure-quality = Gespeichert mit Qualität
lens-ela-figure-mean = Mittlere Änderung
lens-ela-figure-p99 = Änderung, die 1 % übertreffen

## JPEG ghosts
lens-ghost = JPEG-Geister
lens-ghost-shows = Stellen, die schon einmal mit einer anderen JPEG-Qualität gespeichert wurden als der Rest.
lens-ghost-look = Auffällig ist eine geschlossene Fläche mit klarem Rand, die bei einer Qualität hervortritt und bei anderen verblasst.
lens-ghost-ignore = Himmel, Wände und andere gleichmäßige Flächen treten oft von selbst hervor. War die letzte Speicherung die gröbste, ist nichts mehr zu sehen.
lens-ghost-quality = Gesuchte Qualität (0: selbst wählen)
lens-ghost-figure-quality = Gezeigte Qualität
lens-ghost-figure-separation = Wie deutlich sich zwei Gruppen trennen (0 bis 0,25)

## Block grid
lens-grid = Blockraster
lens-grid-shows = Wo die 8×8-Blöcke einer früheren JPEG-Speicherung nicht auf dem Raster des übrigen Bildes liegen.
lens-grid-look = Auffällig ist eine Fläche mit verschobenem Raster: Sie stammt aus einem anderen JPEG-Bild oder wurde innerhalb dieses Bildes versetzt.
lens-grid-ignore = Gleichmäßige, sehr dunkle und ausgebrannte Flächen haben kein lesbares Raster. Skalieren oder starkes Glätten löscht es überall.
lens-grid-reach = Umgebung (Zellen zu jeder Seite)
lens-grid-figure-column = Raster des Ganzen beginnt in Spalte
lens-grid-figure-row = und in Zeile
lens-grid-figure-strength = Wie deutlich es sich zeigt

## Double quantisation
lens-double-quantisation = Doppelte Kompression
lens-double-quantisation-shows = Wie wahrscheinlich ein Block nur einmal komprimiert wurde, wo der Rest zweimal komprimiert ist; gelesen aus den Koeffizienten der Datei selbst.
lens-double-quantisation-look = Auffällig ist eine geschlossene Fläche, die sich von ihrer Umgebung abhebt: Sie kam womöglich erst vor der letzten Speicherung hinzu.
lens-double-quantisation-ignore = Gleichmäßige und ausgebrannte Flächen sagen nichts. Ein Bild, das nur einmal oder zuletzt mit geringerer Qualität gespeichert wurde, auch nicht.
lens-double-quantisation-frequencies = Gelesene Frequenzen
lens-double-quantisation-reach = Umgebung (Blöcke zu jeder Seite)
lens-double-quantisation-figure-jpeg-coefficients = Die Datei enthält JPEG-Koeffizienten (1: ja)
lens-double-quantisation-figure-frequencies = Zweimal komprimierte Frequenzen
lens-double-quantisation-figure-first-quality = Qualität der vorigen Speicherung (0: keine zu sehen)

## Noise level
lens-noise = Rauschpegel
lens-noise-shows = Wie stark das feine Rauschen um jede Stelle ist, verglichen mit dem übrigen Bild.
lens-noise-look = Auffällig ist ein Gegenstand, der bei gleichem Licht und gleicher Struktur anders rauscht als seine Umgebung: Er stammt womöglich aus einer anderen Kamera oder wurde geglättet.
lens-noise-ignore = Strukturen wie Laub oder Stoff zählen als Rauschen. Schatten, Himmel und unscharfe Hintergründe weichen von selbst ab.
lens-noise-reach = Umgebung (Zellen zu jeder Seite)
lens-noise-figure-median = Übliches Rauschen
lens-noise-figure-p90-to-p10 = Verrauschte gegen ruhige Stellen (Verhältnis)

## Noise residual
lens-residual = Rauschrest
lens-residual-shows = Was von jedem Bildpunkt bleibt, wenn man das Bild abzieht und nur das Rauschen übrig lässt.
lens-residual-look = Auffällig sind Stellen ganz ohne Rauschen, mit Streifen oder regelmäßigem Muster oder mit gröberem Korn als der Rest.
lens-residual-ignore = Kanten und feine Strukturen hinterlassen Linien. Ausgebrannte und schwarze Flächen rauschen in keinem Bild.
lens-residual-threshold = Gilt als Rauschen bis (Vielfaches des Rauschpegels)
lens-residual-figure-level = Rauschen des Bildes
lens-residual-figure-rms = Stärke des Rests

## Sharpness
lens-sharpness = Schärfe
lens-sharpness-shows = Wie unscharf die Kanten um jede Stelle sind, verglichen mit dem übrigen Bild.
lens-sharpness-look = Auffällig ist ein Gegenstand, der schärfer oder weicher ist als das, was gleich weit von der Kamera entfernt ist.
lens-sharpness-ignore = Vorder- und Hintergrund sind oft nicht im Fokus, und was sich bewegt, ist verwischt. Stellen ohne Kanten werden nicht gemessen und bleiben dunkel.
lens-sharpness-edge = Schwächste Kante, die zählt (Graustufen je Pixel)
lens-sharpness-reach = Umgebung (Zellen zu jeder Seite)
lens-sharpness-figure-blur = Übliche Unschärfe einer Kante
lens-sharpness-figure-p90-to-p10 = Weiche gegen scharfe Stellen (Verhältnis)
lens-sharpness-figure-measured = Zellen mit Kanten

## Resampling
lens-resampling = Skalierungsspuren
lens-resampling-shows = Wo Bildpunkte in einem regelmäßigen Takt aus ihren Nachbarn folgen, wie ihn Vergrößern, Verkleinern oder Drehen hinterlässt.
lens-resampling-look = Auffällig ist ein einzelner Gegenstand mit einem Takt, den seine Umgebung nicht hat: Er wurde passend skaliert oder gedreht.
lens-resampling-ignore = Stoffe, Zäune, Bildschirme und Druck haben ihren eigenen Takt. Wurde das ganze Bild skaliert, zeigt es überall einen.
lens-resampling-side = Seite der Fenster (Bildpunkte)
lens-resampling-figure-median = Üblicher Ausschlag
lens-resampling-figure-greatest = Größter Ausschlag

## Copied parts
lens-clone = Kopierte Stellen
lens-clone-shows = Paare von Stellen in diesem Bild, die einander gleichen, mit einer Linie von der einen zur anderen.
lens-clone-look = Auffällig sind viele gleich lange, gleich gerichtete Linien zwischen zwei Flächen: Die eine ist womöglich eine Kopie der anderen.
lens-clone-ignore = Fenster, Fliesen, Buchstaben und anderes, was sich wiederholt, gleicht sich auch ohne Kopie.
lens-clone-similarity = Ähnlichkeit ab
lens-clone-least-size = Kleinste Stelle (Promille des Bildes)
lens-clone-figure-pairs = Gefundene Paare
lens-clone-figure-similarity = Ähnlichkeit des ähnlichsten Paares

## Luminance gradient
lens-gradient = Helligkeitsverlauf
lens-gradient-shows = In welche Richtung jede Stelle heller wird (als Farbe) und wie steil (als Helligkeit).
lens-gradient-look = Auffällig sind seltsam glatte Flächen, harte Umrisse um einen einzelnen Gegenstand oder Oberflächen, die von einer anderen Seite beleuchtet scheinen als der Rest.
lens-gradient-ignore = Die Farben folgen Form und Struktur. Mehrere Lampen, Spiegelungen und gewölbte Flächen ergeben viele Richtungen zugleich.
lens-gradient-full = Steigung bei voller Helligkeit (Graustufen je Pixel)
lens-gradient-figure-mean = Mittlere Steigung
lens-gradient-figure-agreement = Wie sehr alle Richtungen übereinstimmen (0 bis 1)

## Principal components
lens-components = Hauptkomponenten
lens-components-shows = Das Bild entlang einer der drei Richtungen, in denen sich seine Farben am meisten, am zweitmeisten und am wenigsten unterscheiden.
lens-components-look = In der dritten fallen Flächen auf, die einen anderen Farbstich, ein anderes Korn oder Blockmuster haben als Nachbarn, die für das Auge gleich aussehen.
lens-components-ignore = Ungewöhnlich gefärbte Gegenstände fallen von selbst auf, ebenso die Blöcke starker JPEG-Kompression.
lens-components-component = Komponente (1: am meisten, 3: am wenigsten)
lens-components-figure-share = Anteil an allen Unterschieden
lens-components-figure-deviation = Üblicher Unterschied
lens-components-figure-red = Rot
lens-components-figure-green = Grün
lens-components-figure-blue = Blau

## Level sweep
lens-levels = Tonwertfenster
lens-levels-shows = Einen schmalen Helligkeitsbereich, so weit gespreizt, dass auch schwächste Unterschiede sichtbar werden.
lens-levels-look = Beim Verschieben des Fensters, vor allem nahe Weiß und in tiefen Schatten, zeigen sich Flecken mit geraden Rändern, Pinselstriche und Nähte.
lens-levels-ignore = Weiche Stufen in Himmel und Schatten kommen von der Kompression, und weißes Papier ist nie gleichmäßig weiß.
lens-levels-centre = Mitte des Bereichs
lens-levels-width = Breite des Bereichs
lens-levels-figure-below = Dunkler als der Bereich
lens-levels-figure-within = Im Bereich
lens-levels-figure-above = Heller als der Bereich

## Units
lens-unit-grey-levels = Graustufen
lens-unit-grey-levels-a-pixel = Graustufen je Pixel
lens-unit-pixels = Pixel

## Die groben Masken des Netzes
lens-coarse-vision = Das Netz: nach dem Sichtbaren
lens-coarse-vision-shows = Die grobe Maske, die das Netz allein nach dem sichtbaren Bild zeichnet, bevor seine Weiche wählt.
lens-coarse-vision-look = Worin sie sich von der groben Maske mit Kompression unterscheidet: Dort machen die Spuren der Kompression den Unterschied.
lens-coarse-vision-ignore = Sie ist ein Entwurf mit einem Wert für je 8×8 Pixel. Die endgültige Maske weiß mehr und kann anders entscheiden.
lens-coarse-vision-figure-marked = Vom Bild markiert dieser Entwurf
lens-coarse-fused = Das Netz: mit Spuren der Kompression
lens-coarse-fused-shows = Die grobe Maske, die das Netz nach dem sichtbaren Bild und den Spuren der JPEG-Kompression zusammen zeichnet.
lens-coarse-fused-look = Ob sie mit der nach dem Sichtbaren übereinstimmt. Die Ebene „Kacheln“ zeigt, welche von beiden die Weiche gewählt hat.
lens-coarse-fused-ignore = Auch sie ist ein Entwurf. Wo die Weiche das sichtbare Bild allein gewählt hat, hat sie an der endgültigen Maske keinen Anteil.
lens-coarse-fused-figure-marked = Vom Bild markiert dieser Entwurf
