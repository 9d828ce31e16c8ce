### El documento que una persona guarda de una comprobación.

title = Comprobación de { $file }
title-unnamed = Comprobación de una imagen sin nombre
made = Comprobado con Omni-IML { $program } el { $at } (UTC), en el dispositivo de quien lo pidió.
made-earlier = Comprobado con Omni-IML, en el dispositivo de quien lo pidió.

## La imagen
picture-alt = La imagen, con las zonas marcadas en rosa
picture-caption = La imagen con sus marcas. Rosa: donde la red da a una manipulación una probabilidad del { $threshold } % o más. Números: las zonas de abajo.
mask-heading = La máscara completa
mask-alt = La máscara
mask-caption = Cuanto más claro, más probable es una manipulación, según la red.

## Las zonas
places-heading = Zonas marcadas
places-none = Ninguna zona alcanza el umbral.
place = Zona
place-where = Izquierda, arriba, ancho, alto (píxeles)
place-area = Parte de la imagen
place-strength = Intensidad
place-reliability = Fiabilidad

## En palabras
words-heading = En palabras
words-note = Escrito en el dispositivo a partir de lo que se midió. Debajo de cada frase están las cifras en que se apoya, con sus nombres en el informe JSON.
region = Zona { $number }
file-words = El archivo
limits-words = Lo que no se pudo examinar
next-words = Lo que podría hacer ahora

## Un modelo
model-heading = Lo que dice un modelo de lenguaje
model-note = Son las palabras del modelo «{ $model }», al que se mostró la imagen con sus marcas, como se dice abajo. No son mediciones y pueden estar equivocadas.
model-note-unnamed = Son las palabras de un modelo en un servidor, al que se mostró la imagen con sus marcas, como se dice abajo. No son mediciones y pueden estar equivocadas.
model-own = De ninguna zona marcada:
model-cut = La respuesta termina aquí porque alcanzó su límite de longitud.

## Lo que salió del dispositivo
sent-heading = Lo que salió del dispositivo
sent-nothing = Nada: la comprobación y cada palabra de este documento se hicieron en el dispositivo.
sent-when = Cuándo (UTC)
sent-to = A
sent-what = Qué
sent-bytes = Bytes
sent-hash = SHA-256 de la imagen que llevaba
sent-picture = La imagen con sus marcas, tal como la persona la vio y aceptó, y la pregunta
sent-repair = El propio texto del modelo, para ponerlo en orden; sin imagen
sent-test = Una imagen generada, para probar la conexión
sent-texts = Textos

## Cómo
how-heading = Cómo se comprobó
how-model = Red
how-model-hash = SHA-256 de sus pesos
how-device = Calculado en
how-cpu = el procesador
how-gpu = el procesador gráfico
how-tiles = Teselas
how-tiles-value = { $frequency } de { $tiles } con las frecuencias JPEG, las demás solo por la imagen visible
how-score = Puntuación de la imagen completa
how-bands = Umbrales de esa puntuación
how-bands-value = débil { $weak }, moderado { $moderate }, fuerte { $strong }, muy fuerte { $very_strong }
how-time = Duración
how-time-value = { $seconds } s

## El archivo
file-heading = El archivo
file-name = Nombre
file-format = Formato
file-jpeg = JPEG, calidad aproximada { $quality }
file-size = Tamaño
file-size-value = { $width } × { $height } píxeles
file-hash = SHA-256
written-heading = Cómo está escrito el archivo
written-coding = Codificación
written-coding-value = { $code ->
    [baseline] Básica (baseline)
    [extended] Ampliada
    [progressive] Progresiva
   *[other] Poco común
}, { $number ->
    [one] una pasada
   *[other] { $number } pasadas
}
written-sampling = Muestreo de los colores
written-sampling-value = { $number ->
    [0] { $text }
    [1] { $text }: cada píxel tiene su propio color
   *[other] { $text }: un color por cada { $number } píxeles
}
written-table = { $code ->
    [luminance] Tabla de cuantización del brillo
    [chrominance] Tabla de cuantización de los colores
   *[other] Tabla de cuantización
}
written-table-value = { $number ->
    [0] Propia, como las que usan las cámaras y algunos programas de edición
   *[other] La que usa la mayoría de los programas, con calidad { $number }
}
written-restart = Unidades codificadas entre marcas de reinicio
written-parts = Partes, en orden
written-ending = Marca de fin
written-ending-value = no encontrada
written-trailing = Bytes detrás del final de la imagen
written-trailing-value = { $number }, al parecer { $code ->
    [jpeg] otra imagen JPEG
    [png] una imagen PNG
    [zip] un archivo ZIP
    [archive] un archivo comprimido
    [pdf] un documento PDF
    [video] un vídeo
    [samsung] el bloque que añaden los teléfonos Samsung
    [zeros] ceros
    [text] texto
   *[unknown] algo desconocido
}, { $text ->
    [announced] lo que el propio archivo anuncia
   *[unannounced] que nada en el archivo anuncia
}
written-profile = Perfil de color
stated-heading = Lo que el archivo dice de sí mismo
stated-note = Cualquiera puede escribir tales datos. Los de lugares, personas y dispositivos se omiten aquí.

## Límites
limits-heading = Lo que esto no puede decir
limits-absence = Que no se encuentre nada no prueba nada: una manipulación cuidadosa, o de un tipo que la red no ha aprendido, no deja marca.
limits-presence = Una marca tampoco es una prueba: la edición corriente, el texto sobre una imagen y la compresión fuerte pueden parecer una manipulación. La puntuación no es una probabilidad.
limits-generated = No busca imágenes generadas por completo: encuentra partes que no encajan con el resto.
limits-accusation = No se debe acusar a nadie solo por este documento.
verify-note = «omni-iml verify INFORME.json IMAGEN» vuelve a comprobar la imagen y dice qué coincide del informe JSON.
