### Qué muestra cada lente, en qué fijarse, qué no significa nada, sus controles y sus cifras.

## Error level analysis
lens-ela = Nivel de error (ELA)
lens-ela-shows = Cuánto cambia cada parte al guardar la imagen una vez más como JPEG.
lens-ela-look = Llama la atención una zona más clara o más oscura que otras con la misma textura: puede haberse guardado menos o más veces que el resto.
lens-ela-ignore = Los bordes, las texturas finas y los colores fuertes siempre salen más claros. En una imagen guardada muchas veces o reducida, las diferencias ya no están.
lens-ela-quality = Calidad JPEG
lens-ela-figure-quality = Guardada con calidad
lens-ela-figure-mean = Cambio medio
lens-ela-figure-p99 = Cambio que supera un 1 %

## JPEG ghosts
lens-ghost = Fantasmas JPEG
lens-ghost-shows = Partes que alguna vez se guardaron con otra calidad JPEG que el resto.
lens-ghost-look = Llama la atención una zona compacta, de bordes claros, que destaca con una calidad y se apaga con las demás.
lens-ghost-ignore = El cielo, las paredes y otras zonas lisas destacan a menudo por sí solas. Si la última vez se guardó con la peor calidad, no se ve nada.
lens-ghost-quality = Calidad que se prueba (0: la elige sola)
lens-ghost-figure-quality = Calidad mostrada
lens-ghost-figure-separation = Con qué claridad se separan dos grupos (de 0 a 0,25)

## Block grid
lens-grid = Cuadrícula de bloques
lens-grid-shows = Dónde los bloques de 8×8 de un JPEG anterior no encajan en la cuadrícula del resto.
lens-grid-look = Llama la atención una zona con la cuadrícula desplazada: viene de otra imagen JPEG o se movió dentro de esta.
lens-grid-ignore = Las zonas lisas, muy oscuras o quemadas no tienen cuadrícula legible. Cambiar el tamaño o suavizar mucho la borra por completo.
lens-grid-reach = Vecindad (celdas a cada lado)
lens-grid-figure-column = La cuadrícula general empieza en la columna
lens-grid-figure-row = y en la fila
lens-grid-figure-strength = Con qué claridad se ve

## Double quantisation
lens-double-quantisation = Doble compresión
lens-double-quantisation-shows = Qué probabilidad hay de que cada bloque se comprimiera una sola vez mientras el resto se comprimió dos, según los coeficientes del propio archivo.
lens-double-quantisation-look = Llama la atención una zona compacta distinta de su entorno: puede haber entrado antes de guardar por última vez.
lens-double-quantisation-ignore = Las zonas lisas o quemadas no dicen nada. Tampoco una imagen guardada una sola vez, o con menos calidad la última vez.
lens-double-quantisation-frequencies = Frecuencias que se leen
lens-double-quantisation-reach = Vecindad (bloques a cada lado)
lens-double-quantisation-figure-jpeg-coefficients = El archivo contiene coeficientes JPEG (1: sí)
lens-double-quantisation-figure-frequencies = Frecuencias comprimidas dos veces
lens-double-quantisation-figure-first-quality = Calidad del guardado anterior (0: no se ve)

## Noise level
lens-noise = Nivel de ruido
lens-noise-shows = Qué fuerza tiene el ruido fino alrededor de cada punto, en comparación con el resto de la imagen.
lens-noise-look = Llama la atención un objeto con un ruido distinto al de su entorno, con la misma luz y textura: puede venir de otra cámara o estar suavizado.
lens-noise-ignore = Texturas como las hojas o la tela cuentan como ruido. Las sombras, el cielo y los fondos desenfocados son distintos por sí solos.
lens-noise-reach = Entorno (celdas a cada lado)
lens-noise-figure-median = Ruido habitual
lens-noise-figure-p90-to-p10 = Zonas ruidosas frente a tranquilas (proporción)

## Noise residual
lens-residual = Residuo de ruido
lens-residual-shows = Lo que queda de cada píxel cuando se quita la imagen y solo se deja el ruido.
lens-residual-look = Llaman la atención las zonas sin nada de ruido, con rayas o un patrón regular, o con un grano más grueso que el resto.
lens-residual-ignore = Los bordes y las texturas finas dejan líneas. Las zonas quemadas o negras no tienen ruido en ninguna imagen.
lens-residual-threshold = Cuenta como ruido hasta (veces el nivel de ruido)
lens-residual-figure-level = Ruido de la imagen
lens-residual-figure-rms = Fuerza del residuo

## Sharpness
lens-sharpness = Nitidez
lens-sharpness-shows = Lo borrosos que son los bordes alrededor de cada punto, en comparación con el resto de la imagen.
lens-sharpness-look = Llama la atención un objeto más nítido o más borroso que lo que está a la misma distancia de la cámara.
lens-sharpness-ignore = El primer plano y el fondo suelen estar desenfocados, y lo que se mueve sale borroso. Las zonas sin bordes no se miden y quedan oscuras.
lens-sharpness-edge = Borde más débil que cuenta (niveles de gris por píxel)
lens-sharpness-reach = Entorno (celdas a cada lado)
lens-sharpness-figure-blur = Desenfoque habitual de un borde
lens-sharpness-figure-p90-to-p10 = Zonas borrosas frente a nítidas (proporción)
lens-sharpness-figure-measured = Celdas con bordes

## Resampling
lens-resampling = Remuestreo
lens-resampling-shows = Dónde los píxeles siguen a sus vecinos con un ritmo regular, como el que deja ampliar, reducir o girar.
lens-resampling-look = Llama la atención un solo objeto con un ritmo que su entorno no tiene: se escaló o se giró para que encajara.
lens-resampling-ignore = Las telas, las vallas, las pantallas y los impresos tienen su propio ritmo. Si se escaló toda la imagen, aparece en todas partes.
lens-resampling-side = Lado de las ventanas (píxeles)
lens-resampling-figure-median = Pico habitual
lens-resampling-figure-greatest = Pico mayor

## Copied parts
lens-clone = Partes copiadas
lens-clone-shows = Parejas de zonas de esta imagen que se parecen, con una línea de una a otra.
lens-clone-look = Llaman la atención muchas líneas de la misma longitud y dirección entre dos zonas: una puede ser copia de la otra.
lens-clone-ignore = Las ventanas, los azulejos, las letras y otras cosas que se repiten se parecen sin que nadie las haya copiado.
lens-clone-similarity = Similitud a partir de
lens-clone-least-size = Parte más pequeña (milésimas de la imagen)
lens-clone-figure-pairs = Parejas encontradas
lens-clone-figure-similarity = Similitud de la pareja más parecida

## Luminance gradient
lens-gradient = Gradiente de luminancia
lens-gradient-shows = Hacia dónde se aclara cada punto (el color) y con cuánta pendiente (el brillo).
lens-gradient-look = Llaman la atención las zonas extrañamente lisas, los contornos duros alrededor de un solo objeto o las superficies que parecen iluminadas desde otro lado que el resto.
lens-gradient-ignore = Los colores siguen la forma y la textura. Varias lámparas, los reflejos y las superficies curvas dan muchas direcciones a la vez.
lens-gradient-full = Pendiente con brillo máximo (niveles de gris por píxel)
lens-gradient-figure-mean = Pendiente media
lens-gradient-figure-agreement = Cuánto coinciden todas las direcciones (de 0 a 1)

## Principal components
lens-components = Componentes principales
lens-components-shows = La imagen a lo largo de una de las tres direcciones en las que sus colores más se diferencian, algo menos o apenas nada.
lens-components-look = En la tercera llaman la atención las zonas con otro tono, otro grano u otro patrón de bloques que sus vecinas, aunque a la vista sean iguales.
lens-components-ignore = Los objetos de un color poco común destacan por sí solos, y también los bloques de una compresión JPEG fuerte.
lens-components-component = Componente (1: la mayor, 3: la menor)
lens-components-figure-share = Parte de todas las diferencias
lens-components-figure-deviation = Diferencia habitual
lens-components-figure-red = Rojo
lens-components-figure-green = Verde
lens-components-figure-blue = Azul

## Level sweep
lens-levels = Barrido de niveles
lens-levels-shows = Una franja estrecha de brillo, estirada hasta que se ven las diferencias más débiles.
lens-levels-look = Al mover la franja, sobre todo cerca del blanco y en las sombras profundas, aparecen parches de bordes rectos, pinceladas y costuras.
lens-levels-ignore = Los escalones suaves en el cielo y en las sombras vienen de la compresión, y el papel blanco nunca es blanco por igual.
lens-levels-centre = Centro de la franja
lens-levels-width = Anchura de la franja
lens-levels-figure-below = Más oscuro que la franja
lens-levels-figure-within = Dentro de la franja
lens-levels-figure-above = Más claro que la franja

## Units
lens-unit-grey-levels = niveles de gris
lens-unit-grey-levels-a-pixel = niveles de gris por píxel
lens-unit-pixels = píxeles

## Las máscaras toscas de la red
lens-coarse-vision = La red: por lo visible
lens-coarse-vision-shows = La máscara tosca que la red dibuja solo con la imagen visible, antes de que elija su compuerta.
lens-coarse-vision-look = En qué difiere de la máscara tosca con compresión: allí deciden las huellas de la compresión.
lens-coarse-vision-ignore = Es un borrador con un valor por cada 8×8 píxeles. La máscara final sabe más y puede corregirlo.
lens-coarse-vision-figure-marked = De la imagen, este borrador marca
lens-coarse-fused = La red: con huellas de compresión
lens-coarse-fused-shows = La máscara tosca que la red dibuja con la imagen visible y las huellas de la compresión JPEG a la vez.
lens-coarse-fused-look = Si coincide con la de lo visible. La capa «Teselas» muestra cuál de las dos eligió la compuerta.
lens-coarse-fused-ignore = También es un borrador. Donde la compuerta eligió solo la imagen visible, no participa en la máscara final.
lens-coarse-fused-figure-marked = De la imagen, este borrador marca
