### Lo que el redactor local dice de un informe. Los mismos mensajes y variables que en en.ftl.

list = { $head } y { $last }
place = la zona { $number }

## Verdict
verdict-none = La red no encuentra indicios claros de manipulación: la imagen en su conjunto obtiene un { $score } %, un valor que no llama la atención.
verdict-weak = La red encuentra indicios débiles de manipulación: la imagen en su conjunto obtiene un { $score } %, demasiado poco para considerarlo un hallazgo.
verdict-moderate = La red encuentra indicios moderados de manipulación: la imagen en su conjunto obtiene un { $score } %. Algunas imágenes intactas del tipo con el que se entrenó también llegan a ese valor.
verdict-strong = La red encuentra indicios fuertes de manipulación: la imagen en su conjunto obtiene un { $score } %. Pocas imágenes intactas del tipo con el que se entrenó llegan a ese valor.
verdict-very_strong = La red encuentra indicios muy fuertes de manipulación: la imagen en su conjunto obtiene un { $score } %. Casi ninguna imagen intacta del tipo con el que se entrenó llega a ese valor.
verdict-scale = Este valor no es una probabilidad.
verdict-unsure = El veredicto es dudoso: el valor está cerca del umbral, o la imagen no se parece a aquellas con las que se entrenó la red. No le dé mucho peso.
places-quiet = { $count ->
    [0] Ninguna zona llama la atención por sí sola.
    [one] Aun así hay una zona marcada, que bien puede ser inofensiva.
   *[other] Aun así hay { $count } zonas marcadas, que bien pueden ser inofensivas.
}
places-found = { $count ->
    [0] Ninguna zona alcanza por sí sola el umbral, así que no se sabe dónde están los indicios.
    [one] Una zona no parece encajar con el resto y está marcada.
   *[other] { $count } zonas no parecen encajar con el resto y están marcadas.
}
measured-supported = Al margen de la red, también las mediciones apuntan a una manipulación en { $places }.
measured-supported-quiet = En la imagen entera la red no encuentra nada claro y, sin embargo, las mediciones apuntan a una manipulación en { $places }. Mire usted mismo esas zonas.
measured-hinted = Las mediciones dan solo indicios débiles de una manipulación en { $places }.
measured-contradicted = Las mediciones apuntan en contra de una manipulación en { $places }.
measured-divided = Las mediciones en { $places } no coinciden: unas apuntan a una manipulación y otras, a lo contrario.
domain-natural = La red toma la imagen por una fotografía corriente ({ $percent } %).
domain-document = La red toma la imagen por un documento ({ $percent } %).
domain-face = La red toma la imagen por un retrato ({ $percent } %).
domain-scene_text = La red toma la imagen por una escena de calle con rótulos ({ $percent } %).

## A region: where
where-upper-left = La zona { $number } está en la parte superior izquierda de la imagen.
where-top = La zona { $number } está en la parte superior de la imagen, en el centro.
where-upper-right = La zona { $number } está en la parte superior derecha de la imagen.
where-left = La zona { $number } está a la izquierda de la imagen, a media altura.
where-middle = La zona { $number } está en el centro de la imagen.
where-right = La zona { $number } está a la derecha de la imagen, a media altura.
where-lower-left = La zona { $number } está en la parte inferior izquierda de la imagen.
where-bottom = La zona { $number } está en la parte inferior de la imagen, en el centro.
where-lower-right = La zona { $number } está en la parte inferior derecha de la imagen.
where-across-top = La zona { $number } recorre casi todo el ancho de la imagen, en la parte superior.
where-across-middle = La zona { $number } recorre casi todo el ancho de la imagen, a media altura.
where-across-bottom = La zona { $number } recorre casi todo el ancho de la imagen, en la parte inferior.
where-down-left = La zona { $number } recorre casi todo el alto de la imagen, a la izquierda.
where-down-middle = La zona { $number } recorre casi todo el alto de la imagen, en el centro.
where-down-right = La zona { $number } recorre casi todo el alto de la imagen, a la derecha.
where-over = La zona { $number } se extiende por la mayor parte de la imagen.
where-all = La zona { $number } cubre casi toda la imagen.

## A region: how large
size-tiny = Es diminuta: ocupa el { $area } % de la imagen, dentro de un recuadro de { $width } × { $height } píxeles.
size-small = Es pequeña: ocupa el { $area } % de la imagen, dentro de un recuadro de { $width } × { $height } píxeles.
size-medium = Es de tamaño medio: ocupa el { $area } % de la imagen, dentro de un recuadro de { $width } × { $height } píxeles.
size-large = Es grande: ocupa el { $area } % de la imagen, dentro de un recuadro de { $width } × { $height } píxeles.

## A region: how it lies to another
relation-inside = Queda dentro del recuadro de la zona { $other }.
relation-around = Su recuadro encierra el de la zona { $other }.
relation-overlaps = Su recuadro se solapa con el de la zona { $other }.
relation-beside = Está justo al lado de la zona { $other }.
relation-left = Está a la izquierda de la zona { $other }.
relation-right = Está a la derecha de la zona { $other }.
relation-above = Está por encima de la zona { $other }.
relation-below = Está por debajo de la zona { $other }.
relation-above-left = Está por encima y a la izquierda de la zona { $other }.
relation-above-right = Está por encima y a la derecha de la zona { $other }.
relation-below-left = Está por debajo y a la izquierda de la zona { $other }.
relation-below-right = Está por debajo y a la derecha de la zona { $other }.

## A region: the network
marks-clear = La red la marca con claridad, con una intensidad del { $score } %.
marks-medium = La red la marca con una intensidad media ({ $score } %).
marks-faint = La red la marca solo débilmente, con una intensidad del { $score } %.
marks-doubtful = No está segura de ello: cree que la probabilidad de acertar aquí es de solo un { $reliability } %.
relied-compression = Para ello se basó tanto en los rastros de compresión como en lo que se ve en la imagen.
relied-visible = Para ello se basó únicamente en lo que se ve en la imagen.
relied-mixed = Para ello se basó en una parte de la zona también en los rastros de compresión, y en el resto únicamente en lo que se ve.

## A region: what points to a manipulation
grid-supports = La cuadrícula de bloques de un guardado JPEG anterior está aquí desplazada: empieza en la columna { $x } y la fila { $y }; en el resto de la imagen, en la columna { $restx } y la fila { $resty }. Eso ocurre cuando se inserta un trozo de otro JPEG o se desplaza una parte.
quality-supports = Conserva rastros de un guardado JPEG anterior con una calidad de alrededor de { $inside }; en el resto de la imagen es de alrededor de { $outside }. Puede que no tengan el mismo pasado.
quality-supports-inside = Conserva rastros de un guardado JPEG anterior con una calidad de alrededor de { $inside }; el resto de la imagen, ninguno. Puede que no tengan el mismo pasado.
quality-supports-outside = El resto de la imagen conserva rastros de un guardado JPEG anterior con una calidad de alrededor de { $outside }; esta zona, ninguno, como si se hubiera añadido después.
noise-more = Su ruido es { $times } veces el de lugares comparables de la imagen, como puede pasar con algo que viene de otra imagen.
noise-less = Tiene solo el { $percent } % del ruido de lugares comparables de la imagen, como ocurre al suavizar o repintar.
sharpness-more = Sus bordes son { $times } veces más nítidos que otros comparables de la imagen, como puede pasar cuando se inserta algo más nítido o se enfoca una parte.
sharpness-less = Sus bordes tienen solo el { $percent } % de la nitidez de otros comparables de la imagen, como ocurre al ampliar o desenfocar.
contrast-more = Su contraste fino es { $times } veces el de lugares comparables de la imagen.
contrast-less = Su contraste fino es solo el { $percent } % del de lugares comparables de la imagen.
edge-hard = Su contorno es más duro de lo normal: la transición ocupa { $width } píxeles; en los bordes comparables de la imagen, { $elsewhere }. Los recortes suelen tener contornos así.
edge-soft = Su contorno es más suave de lo normal: la transición ocupa { $width } píxeles; en los bordes comparables de la imagen, { $elsewhere }. Los contornos quedan así cuando se funde una parte con su entorno.
duplicate-supports = Casi los mismos detalles aparecen por segunda vez { $offset } (coincidencia del { $similarity } %). Uno de los dos lugares podría ser copia del otro; aunque los motivos regulares también se repiten por sí solos.
duplicate-other = Allí está la zona { $other }.
resampling-supports = Sus píxeles muestran el patrón regular que deja un cambio de escala o un giro, con una fuerza de { $peak } frente a { $outside } en el resto de la imagen.
weak-sign = Por sí solo, es un indicio débil.
nothing-supports = Ninguna medición respalda aquí a la red.

## A region: what speaks against one
grid-contradicts = La cuadrícula de bloques de un guardado JPEG anterior la atraviesa sin interrupción, lo que no encaja con algo insertado desde fuera.
quality-contradicts = Sus rastros de un guardado JPEG anterior, con una calidad de alrededor de { $inside }, concuerdan con el resto de la imagen (alrededor de { $outside }), lo que no encaja con algo insertado desde fuera.
noise-contradicts = Su ruido equivale al { $percent } % del de lugares comparables de la imagen, así que no es distinto, lo que no encaja con algo traído de otra imagen.
sharpness-contradicts = Sus bordes tienen el { $percent } % de la nitidez de otros comparables de la imagen, así que no son distintos, lo que no encaja con algo insertado.
contrast-contradicts = Su contraste fino equivale al { $percent } % del de lugares comparables de la imagen, así que no es distinto.
edge-contradicts = La transición de su contorno ocupa { $width } píxeles, casi como en los bordes comparables de la imagen ({ $elsewhere }), lo que no encaja con un recorte.
resampling-contradicts = Sus píxeles no muestran más señales de cambio de escala o giro ({ $peak }) que el resto de la imagen ({ $outside }).

## A region: the rest of the measurements
neutral = Mediciones que no dicen nada a favor ni en contra: { $items }.
unmeasured = En esta zona no se midió nada.
unmeasured-small = No se pudo medir, probablemente porque la zona es demasiado pequeña: { $items }.
unmeasured-large = No se pudo medir, probablemente porque una zona tan grande deja muy poco con que compararla: { $items }.
unmeasured-plain = No se pudo medir, probablemente porque la zona es demasiado uniforme o no hay nada comparable: { $items }.
item-grid = cuadrícula JPEG
item-quality = calidad JPEG anterior
item-noise = ruido
item-sharpness = nitidez
item-contrast = contraste
item-edge = contorno
item-duplicate = detalles repetidos
item-resampling = rastros de cambio de escala
way-right = { $pixels ->
    [one] un píxel más a la derecha
   *[other] { $pixels } píxeles más a la derecha
}
way-left = { $pixels ->
    [one] un píxel más a la izquierda
   *[other] { $pixels } píxeles más a la izquierda
}
way-down = { $pixels ->
    [one] un píxel más abajo
   *[other] { $pixels } píxeles más abajo
}
way-up = { $pixels ->
    [one] un píxel más arriba
   *[other] { $pixels } píxeles más arriba
}

## The file
file-quiet = Ni la estructura ni los metadatos del archivo llaman la atención.
file-bare = El archivo no lleva metadatos. Es lo habitual en imágenes de internet o de aplicaciones de mensajería, y por sí solo no significa nada.
jpeg-common = El archivo se guardó por última vez como JPEG con una calidad de alrededor de { $quality }, con las tablas que usa la mayoría de los programas.
jpeg-own = El archivo se guardó por última vez como JPEG con una calidad de alrededor de { $quality }, con tablas propias, como hacen las cámaras y algunos programas de edición.
generated-whole = El propio archivo dice que la imagen la hizo un modelo de IA.
generated-parts = El propio archivo dice que partes de la imagen las hizo un modelo de IA.
generated-synthetic = El propio archivo dice que la imagen, o una parte, la hizo un programa informático.
generated-by = Nombra «{ $program }».
program-editor = El archivo nombra «{ $program }», un programa de edición de imágenes. No se sabe qué se hizo con él: recortar o aclarar deja la misma anotación que un montaje.
program-developer = El archivo nombra «{ $program }», un programa de revelado de fotos. No se sabe qué se hizo con él; lo habitual es ajustar luz y color.
program-app = El archivo nombra «{ $program }», una aplicación de efectos, textos y stickers. No se sabe qué se hizo con ella.
program-converter = El archivo nombra «{ $program }», un programa que por lo general solo convierte imágenes o cambia su tamaño.
edit-history = { $count ->
    [one] El archivo enumera un paso de su creación, como guardar o convertir.
   *[other] El archivo enumera { $count } pasos de su creación, como guardar o convertir.
}
made-from-others = { $count ->
    [one] El archivo dice que para hacerlo se usó otra imagen.
   *[other] El archivo dice que para hacerlo se usaron otras { $count } imágenes.
}
text-layers = { $count ->
    [one] El archivo lleva un texto que se puso sobre la imagen en un programa de edición.
   *[other] El archivo lleva { $count } textos que se pusieron sobre la imagen en un programa de edición.
}
editor-parts = El archivo tiene secciones de las que escribe Photoshop, así que probablemente pasó por ese programa.
dates-later = Según el archivo, la imagen se tomó o se creó el { $first } y se modificó más tarde, el { $second }. También puede deberse a una copia o a un giro.
dates-earlier = Dos fechas del archivo se contradicen: la imagen se habría tomado o creado el { $first }, pero la última modificación sería anterior, del { $second }. También puede deberse a un reloj mal puesto.
dates-unzoned = Las fechas no indican la zona horaria.
size-scaled = Los metadatos indican un tamaño de { $width } × { $height } píxeles y la imagen tiene { $realwidth } × { $realheight }: probablemente se cambió de escala después.
size-other = Los metadatos indican un tamaño de { $width } × { $height } píxeles y la imagen tiene { $realwidth } × { $realheight }, con otra proporción: probablemente se recortó o se modificó después.
thumbnail-differs = La pequeña vista previa que lleva el archivo muestra algo distinto de la imagen: difieren en { $difference } niveles de gris de media y en { $worst } donde más. Puede que muestre un estado anterior.
thumbnail-shape = La pequeña vista previa que lleva el archivo tiene otra proporción que la imagen (ancho entre alto, { $stated } frente a { $real }). Puede que la imagen se recortara después.
trailing-data = Detrás del final de la imagen, el archivo contiene otros { $kilobytes } kB que nada en él anuncia: { $what }.
looks-jpeg = al parecer, otra imagen JPEG
looks-png = al parecer, una imagen PNG
looks-zip = al parecer, un archivo ZIP
looks-archive = al parecer, un archivo comprimido
looks-pdf = al parecer, un documento PDF
looks-video = al parecer, un vídeo
looks-samsung = al parecer, el bloque que añaden los teléfonos Samsung
looks-zeros = solo ceros
looks-text = al parecer, texto
looks-unknown = de tipo desconocido

## Content Credentials
credentials-none = El archivo no lleva Content Credentials. La mayoría no las lleva, y por sí solo no significa nada.
credentials-valid = El archivo lleva Content Credentials, una declaración firmada sobre su origen. La firma es válida: la declaración y el archivo están como cuando se firmaron.
credentials-exempt = Otras partes del archivo quedan fuera de la firma.
credentials-broken = El archivo lleva Content Credentials, una declaración firmada sobre su origen, pero no son válidas: { $why }.
credentials-broken-saved = También ocurre cuando un programa que no conoce las Content Credentials guarda una imagen sin cambiarla.
credentials-unsupported = El archivo lleva Content Credentials firmadas de una forma que aquí no se admite.
credentials-elsewhere = El archivo dice que sus Content Credentials están en «{ $address }». De allí no se descargó nada.
credentials-unchecked = El archivo lleva Content Credentials que no se comprobaron: { $why }.
why-file-changed = el archivo se cambió después de firmarlo
why-statement-changed = una parte de la declaración se cambió después de firmarla
why-signature = la firma no corresponde a la declaración
why-expired = el certificado no era válido al firmar o ha caducado desde entonces
why-certificate = el certificado no puede firmar tales declaraciones, fue revocado o no se puede leer
why-missing = falta una parte necesaria
why-damaged = están dañadas
why-ingredient = las credenciales de una imagen que se usó en ella no son válidas
why-other = incumplen una regla de su norma
why-over-limit = son más grandes de lo normal
why-took-too-long = la comprobación tardó demasiado
why-stopped = la comprobación se interrumpió con ellas
why-not-loaded = no se pudo cargar la parte del programa que las comprueba
credentials-signer = Su certificado nombra a «{ $signer }» como firmante y a «{ $issuer }» como emisor.
credentials-signer-alone = Su certificado nombra a «{ $signer }» como firmante.
credentials-time = Un sello de tiempo sitúa la firma en { $time }.
trust-not-checked = No se comprobó si el nombre es correcto: cualquiera puede hacer un certificado a cualquier nombre.
trust-listed = El certificado procede de uno de la lista que se indicó.
trust-not-listed = El certificado no procede de ninguno de la lista que se indicó.
credentials-program = Las escribió «{ $program }».
credentials-actions = Según ellas, con la imagen se hizo lo siguiente: { $steps }.
done-created = se creó
done-opened = se abrió para seguir trabajando
done-placed = se insertó otra imagen
done-edited = se cambió sin decir cómo
done-cropped = se recortó
done-colours = se ajustó el color o el brillo
done-drawn = se pintó o dibujó encima
done-filtered = se aplicaron filtros o efectos
done-turned = se giró o se volteó
done-resized = se cambió de tamaño
done-removed = se quitó algo insertado
done-text = se añadió texto
done-converted = se guardó en otro formato
done-metadata = se cambiaron metadatos
done-watermarked = se añadió una marca de agua
done-published = se publicó
done-other = otra cosa
origin-generated = Dicen que la imagen la hizo un modelo de IA.
origin-generated-parts = Dicen que partes de la imagen las hizo un modelo de IA.
origin-synthetic = Dicen que la imagen, o una parte, la hizo un programa informático.
origin-captured = Dicen que la imagen se tomó con una cámara.
origin-screen = Dicen que la imagen se tomó de una pantalla.
origin-scanned = Dicen que la imagen se escaneó de papel o película.
origin-ingredient-generated = Dicen que algo que se usó en la imagen lo hizo, al menos en parte, un modelo de IA.
origin-ingredient-synthetic = Dicen que algo que se usó en la imagen lo hizo, al menos en parte, un programa informático.
origin-by = El programa que nombran es «{ $program }».
credentials-ingredients = { $count ->
    [one] Dicen que para hacerla se usó otra imagen.
   *[other] Dicen que para hacerla se usaron otras { $count } imágenes.
}
credentials-ingredients-more = Dicen que para hacerla se usaron más de { $count } imágenes.
credentials-caution = Una firma válida dice quién responde por estas afirmaciones y que desde entonces no se cambió nada. No dice si son correctas.

## Limits
others-one = Hay una zona más, marcada y en la lista, pero sin describir: la zona { $first }, con un { $area } % de la imagen.
others-several = Las zonas { $first } a { $last } están marcadas y en la lista, pero sin describir; la mayor de ellas ocupa un { $area } % de la imagen.
limit-unmeasured = No se midieron ni el archivo ni las zonas marcadas; lo que aquí se dice se basa solo en el resultado de la red.
unread-damaged = Hay metadatos dañados que no se pudieron leer del todo: { $parts }.
unread-large = Hay metadatos más grandes de lo normal que no se leyeron del todo: { $parts }.
unread-unknown = Hay metadatos escritos de una forma que aquí no se lee: { $parts }.
source-exif = EXIF
source-gps = ubicación (GPS)
source-xmp = XMP
source-iptc = IPTC
source-photoshop = sección de Photoshop
source-png-text = textos PNG
source-comment = comentario
source-jfif = JFIF
source-icc = perfil de color
limit-no-jpeg = El archivo está en formato { $format }, no JPEG. Los rastros de guardados JPEG anteriores pueden ser más débiles o haber desaparecido.
limit-low-quality = El archivo se guardó con poca calidad (alrededor de { $quality }). Una compresión fuerte borra rastros y puede parecerse a ellos.
limit-doubt = En el conjunto de la imagen, la red cree que la probabilidad de acertar con sus marcas es de solo un { $reliability } %.
limit-elsewhere = Donde no hay marcas, la red no vio nada raro. Eso no quiere decir que todo esté en orden: una manipulación cuidadosa o de un tipo que no conoce no deja rastros que ella reconozca.
limit-nothing = Que no haya marcas no quiere decir que todo esté en orden: una manipulación cuidadosa o de un tipo que la red no conoce no deja rastros que ella reconozca.
limit-generated = Esta red busca partes alteradas. No busca imágenes generadas por completo.
limit-content = No se examinó lo que muestra la imagen: si la fecha, el lugar y la historia son ciertos no se puede medir.

## Next
next-compare = Compare a tamaño completo la zona { $number } con lo que hay { $offset }, detalle por detalle.
next-border = Mire la zona { $number } a tamaño completo y siga su contorno: ¿es tan nítido como otros de la imagen?
next-look = Mire la zona { $number } a tamaño completo: ¿encajan la luz, las sombras, el grano y la nitidez con su entorno?
next-generated = Pregunte a quien le pasó la imagen si se hizo con IA, entera o en parte, y qué pretende mostrar.
next-program = Pregunte a quien le pasó la imagen qué se cambió en «{ $program }».
next-preview = Abra la pequeña vista previa que lleva el archivo y compárela con la imagen.
next-document = Compare números, fechas y tipos de letra con otra copia del documento, o pregunte a quien lo emitió.
next-original = Pida el archivo original, tal como salió de la cámara o del teléfono y no reenviado por mensajería, y examínelo.
next-copies = Busque copias más antiguas o más grandes de la imagen. Si usa una búsqueda inversa, la imagen llega a quien la ofrece.
next-caution = No base una decisión solo en este resultado.
