### Cada palabra de la página en español. Los mismos mensajes y variables que en en.ftl.

## The frame
app-name = Omni-IML
app-title = Omni-IML – encuentre lo manipulado, en su propio dispositivo
skip-link = Ir a la imagen
sheet-close = Cerrar
local-badge = Solo en este dispositivo
local-badge-title = La propia política de la página le prohíbe conectarse a cualquier otro servidor.
footer-promise = Sus imágenes se quedan en este dispositivo. No se sube nada, no hay cuentas ni seguimiento.
footer-version = Versión { $version }
footer-language = Idioma

offline-open = Uso sin conexión
newer-ready = Hay una versión nueva de esta página. Se usará cuando se cierren todas las pestañas y ventanas con esta página.
newer-now = Usarla ahora
newer-now-text = Si se usa ahora, la página se vuelve a cargar, y la imagen que haya en ella tendrá que abrirse de nuevo.

## Without a connection
offline-heading = Sin conexión
offline-asking = Mirando qué hay guardado aquí…
offline-insecure = La dirección de esta página no está cifrada. En tales direcciones los navegadores no guardan nada ni dejan que las páginas usen el procesador gráfico. Las imágenes se comprueban igualmente, en la CPU de este dispositivo, y nada sale de él; solo la página misma tiene que cargarse cada vez.
offline-impossible = Este navegador, o esta ventana, no guarda páginas. Las ventanas privadas a menudo no lo hacen.
offline-declined = No hay nada guardado del programa, como usted quería.
offline-broken = El programa no se pudo guardar. Inténtelo de nuevo cuando haya conexión.
offline-partly = La página se abre sin conexión. Para comprobar imágenes sin conexión hay que guardar { $megabytes } MB más en este dispositivo.
offline-ready = Se pueden comprobar imágenes sin conexión. El navegador puede borrar lo guardado cuando falte espacio.
offline-ready-promised = Se pueden comprobar imágenes sin conexión, y el navegador ha prometido conservar lo guardado.
offline-keep = Hacer disponible sin conexión
offline-stop = Detener
offline-erase = Borrar el programa guardado
offline-limits = Solo se guarda el programa: ninguna imagen, ningún resultado. Para pedir palabras a un modelo hace falta conexión.
offline-progress = Guardando: { $done } de { $total } MB
offline-progress-label = Progreso del guardado
offline-whole = { $all } MB
offline-share = { $kept } de { $all } MB
offline-lacking = Aún no está en este dispositivo: { $parts }.
offline-failed-network = No se pudo descargar { $file }. Lo que ha llegado se conserva; inténtelo de nuevo cuando haya conexión.
offline-failed-outdated = El sitio tiene una versión más nueva de { $file }. Cierre todas las pestañas y ventanas con esta página, ábrala de nuevo e inténtelo otra vez.
offline-failed-full = No queda espacio en este dispositivo para { $file }. Libere algo e inténtelo de nuevo.
offline-failed-other = No funcionó. Vuelva a cargar la página e inténtelo de nuevo.
offline-failed-stopped = Detenido. Los archivos enteros que han llegado se conservan.
part-shell = La página
part-engine = El motor
part-weights = Los pesos de la red
part-credentials = El lector de Content Credentials
part-pdf = El lector de documentos PDF

## Empty
intro-heading = ¿Fue manipulada esta imagen?
intro-text = Suelte una foto, un escaneo, un retrato o una imagen de la calle. Una pequeña red neuronal funciona en su propio navegador y marca dónde ve huellas de añadidos, copias, borrados o retoques.
drop-heading = Suelte una imagen en cualquier parte
drop-heading-over = Suelte para comprobar esta imagen
drop-text = o pegue una con Ctrl+V
drop-choose = Elegir una imagen
drop-formats = JPEG, PNG, WebP, BMP, TIFF, GIF o PDF, hasta 64 MB y 50 megapíxeles
samples-heading = O pruebe con una de las nuestras
sample-authentic = Lago
sample-authentic-text = Sin tocar
sample-copied = Árboles
sample-copied-text = Se copió una parte
sample-pasted = Luna
sample-pasted-text = Se pegó algo
promise-private-heading = Nada sale
promise-private-text = El propio navegador niega a esta página cualquier otro servidor. Una vez cargada, no necesita conexión.
promise-pixels-heading = Píxel a píxel
promise-pixels-text = Ve dónde, no solo si, y puede fijar el umbral usted mismo.
promise-honest-heading = Dice cuándo no está segura
promise-honest-text = A una huella débil se la llama débil, y a ninguna huella se la llama nunca prueba.

## Lo que ve
guide-open = Qué puede ver y qué no
guide-can = Puede ver
guide-can-paste = algo que se pegó desde otra imagen
guide-can-copy = una parte que se copió a otra zona de la misma imagen
guide-can-remove = algo que se quitó y cuyo hueco se rellenó
guide-can-retouch = una zona retocada, deformada, desenfocada o enfocada
guide-can-letters = caras cambiadas y, a veces, letras y cifras
guide-cannot = No puede ver
guide-cannot-generated = que una imagen entera se generó
guide-cannot-whole = lo que se hizo a toda la imagen por igual: colores, filtros, un recorte
guide-cannot-wiped = huellas que borraron una aplicación de mensajes, una captura de pantalla, una reducción o una compresión fuerte
guide-cannot-staged = que una escena se preparó, o que una imagen auténtica lleva un pie falso
guide-cannot-intent = por qué se hizo algo: el retoque y el montaje a menudo no buscan engañar
guide-colours = Qué significan las marcas
guide-marked = La red toma esta zona por manipulada. El umbral se ajusta al lado de la imagen.
guide-hatched = Duda: aquí la red no puede saber si sus marcas son correctas.
guide-frequency = Compresión: en esta tesela se basó en huellas de la compresión JPEG y en la imagen visible.
guide-vision = Visible: en esta tesela se basó solo en la imagen visible.
guide-works = Cómo funciona
guide-works-heads = La imagen se mira por teselas, a su propio tamaño. Una parte de la red mira lo visible y el ruido fino; otra, las huellas que deja la compresión JPEG.
guide-works-gate = Cada una dibuja una máscara tosca. Una compuerta decide en cada tesela si las huellas de la compresión ayudan o engañarían. Las dos máscaras toscas están entre las lentes de una imagen comprobada, y la capa «Teselas» muestra la elección.
guide-works-filters = Unos filtros que se adaptan a cada imagen dibujan con ambas la máscara final.
guide-works-words = Las teselas se juntan. Zonas, puntuación y palabras salen de esa máscara y de mediciones, todo en este dispositivo.

## Working
working-heading = Examinando la imagen
phase-starting = Arrancando el motor
phase-fetching = Descargando la red, una sola vez: { $done } de { $total } MB
phase-preparing = Preparando la red
phase-testing = Preparando el procesador gráfico y probando su aritmética
phase-decoding = Leyendo el archivo
phase-coefficients = Leyendo sus huellas de compresión
phase-tiles = Tesela { $done } de { $count }
phase-tiles-left = Tesela { $done } de { $count }, falta cosa de { $left }
phase-blending = Uniendo las teselas
left-seconds = { $count ->
    [one] un segundo
   *[other] { $count } segundos
}
left-minutes = { $count ->
    [one] un minuto
   *[other] { $count } minutos
}
cancel = Cancelar
cancel-key = Esc
progress-label = Progreso
status-done = Terminado. { $verdict }
status-cancelled = Cancelado. No se guardó nada.
status-error = No funcionó. { $reason }

## Verdict
result-label = Resultado
verdict-none = No se encontraron huellas claras de manipulación
verdict-weak = Huellas débiles de manipulación
verdict-moderate = Huellas moderadas de manipulación
verdict-strong = Huellas fuertes de manipulación
verdict-very_strong = Huellas muy fuertes de manipulación
verdict-none-text = { $places ->
    [0] La red no vio nada que llame la atención. Eso no prueba nada: una manipulación cuidadosa o desconocida no deja huellas que ella conozca.
   *[other] La imagen en su conjunto no llama la atención. Algunas zonas lo hacen un poco; están marcadas y bien pueden ser inofensivas.
}
verdict-weak-text = { $places ->
    [0] Algo llama un poco la atención, pero ninguna zona concreta. Una edición corriente, un texto o una compresión fuerte también pueden verse así.
   *[other] Algo llama un poco la atención. Una edición corriente, un texto o una compresión fuerte también pueden verse así.
}
verdict-moderate-text = { $places ->
    [0] La imagen en su conjunto parece editada, pero ninguna zona alcanza el umbral. Uno más bajo muestra dónde son más fuertes las huellas.
   *[other] Partes de esta imagen no encajan con el resto. Mire usted mismo las zonas marcadas.
}
verdict-strong-text = { $places ->
    [0] La imagen en su conjunto parece claramente editada, pero ninguna zona alcanza el umbral. Uno más bajo muestra dónde son más fuertes las huellas.
   *[other] Partes de esta imagen claramente no encajan con el resto. Mire usted mismo las zonas marcadas.
}
verdict-very_strong-text = { $places ->
    [0] La imagen en su conjunto parece claramente editada, pero ninguna zona alcanza el umbral. Uno más bajo muestra dónde son más fuertes las huellas.
   *[other] Partes de esta imagen claramente no encajan con el resto. Mire usted mismo las zonas marcadas.
}
unsure-label = Dudoso
unsure-text = La cifra está cerca del umbral, o la imagen es distinta de aquellas con las que se entrenó la red. Dele poco peso.
score-label = Puntuación de la imagen entera
score-value = { $percent } %
score-scale = Lo que significa tal puntuación con esta red lo dicen las palabras de arriba. No es una probabilidad.
absence = Que no se encuentre nada no prueba nada. Las imágenes generadas por completo no son lo que busca esta red.

## Regions
regions-heading = Zonas marcadas
regions-none = Ninguna zona alcanza el umbral.
regions-hint = Señale una para verla en la imagen.
region-name = Zona { $number }
region-facts = { $area } % de la imagen, intensidad { $score } %
region-facts-doubtful = { $area } % de la imagen, intensidad { $score } %; aquí la red no puede estar segura
area-small = < 0,1

## In words
account-heading = En palabras
account-language = Idioma de estas palabras
account-waiting = Midiendo las zonas marcadas…
account-figures = Mostrar las cifras detrás de esta frase
account-file = El archivo
account-limits = Lo que no se pudo examinar
account-next = Lo que podría hacer ahora

## Who signed
signers-heading = ¿Es el firmante quien dice ser?
signers-text = Cualquiera puede hacer un certificado a cualquier nombre. Si tiene un archivo con certificados en los que confía (PEM), el firmante se puede comparar con ellos. Se queda en este dispositivo y se olvida al cerrar esta página.
signers-choose = Elegir certificados de confianza
signers-in-use = El firmante se comparó con { $name }; el resultado está arriba.
signers-kept = Los certificados de { $name } se guardan para las imágenes que alguien haya firmado.
signers-drop = No usarlos
signers-too-large = { $name } pasa de { $megabytes } MB. Elija un archivo con solo los certificados.
signers-empty = { $name } no contiene ningún certificado. Elija un archivo en formato PEM, en el que ponga «BEGIN CERTIFICATE».
signers-unreadable = El certificado { $number } de { $name } no se puede leer. Quítelo del archivo o elija otro.

## Lenses
lens-heading = Mirar por una lente
lens-text = Cada una muestra algo que se puede medir, sin la red. Una mancha clara por sí sola no es un hallazgo.
lens-none = Sin lente: la imagen misma
lens-shows = Muestra
lens-look = Fíjese en
lens-ignore = Pase por alto
lens-on = Visto por: { $name }
lens-off = Quitarla
lens-value = { $value } (predeterminado: { $default })
lens-back = Volver a lo predeterminado

## Another picture
beside-heading = Ponerla al lado de otra imagen
beside-text = Si tiene la imagen de la que puede venir, una más antigua o más grande, vea en qué se diferencian. Las dos se quedan en este dispositivo.
beside-choose = Elegir la otra imagen
beside-show = Mostrar las diferencias
beside-comparing = Comparándola con { $name }…
beside-done = Comparada con { $name }. Sobre la imagen, las diferencias son más claras cuanto mayores son.
beside-failed = No se comparó con { $name }. { $reason }
beside-on = Diferencias con la otra imagen
beside-shows = El { $percent } % de ella muestra lo que muestra la otra imagen: { $width } × { $height } píxeles de aquella, al { $scale } % de su tamaño.
beside-changed = { $places ->
    [0] Ninguna zona es distinta.
    [one] Una zona es distinta: el { $percent } % de lo que muestran las dos.
   *[other] { $places } zonas son distintas: el { $percent } % de lo que muestran las dos.
}
beside-marked = De lo que marca la red, el { $percent } % es distinto.
beside-different = De lo que es distinto, la red marca el { $percent } %.
beside-note = Que dos imágenes se diferencien no dice cuál es la original.

## Asking a model
ask-heading = Pedir palabras a un modelo
ask-text = Un modelo de lenguaje que ve describe las zonas marcadas. Funciona en un servidor: lo que va allí se le muestra antes, byte a byte, y solo sale si usted pulsa enviar.
ask-open = Mostrar lo que se enviaría
ask-still = El modelo consultado aún no ha respondido.
ask-there = El modelo ha respondido.
ask-limits = Lo que escribe un modelo puede ser falso. Ve las marcas que dibujó la red, y nada de las mediciones.
ask-repair-text = Si la respuesta no tiene la forma pedida, sus propias palabras vuelven una vez para ponerse en orden, sin la imagen.
ask-settings = A quién se pregunta
ask-preset = Tipo de servidor
ask-base = Dirección
ask-model = Modelo
ask-models = Modelos de allí que pueden ver:
ask-key = Clave, si pide una
ask-keep-key = Guardar también la clave en este navegador
ask-keep = Guardar estos ajustes
ask-try = Probar la conexión
ask-tried = Respondió. Solo se envió una imagen generada.
ask-wrong-base = Esta no es una dirección a la que se pueda preguntar: tiene que empezar por https://, o por http://localhost si el servidor está en este ordenador.
ask-setup = Arránquelo con un modelo que vea, y de modo que responda a esta página: { $line }
ask-mode = Lo que se muestra al modelo
ask-redact = Tapar lo que no debe salir
ask-redact-text = Arrastre sobre la imagen para tapar lo que no debe salir, o tape una zona marcada.
ask-box = Recuadro
ask-brush = Pincel
ask-cover = Tapar la zona { $number }
ask-uncover = Destapar la última
ask-uncover-all = Destapar todo
ask-preparing = Haciendo la imagen que se enviaría…
ask-preview = La imagen que se enviaría, byte a byte
ask-full = A tamaño completo
ask-leaves = Estos { $bytes } bytes ({ $width } × { $height } píxeles, JPEG sin metadatos) y el texto de abajo irían a { $host }.
ask-nothing-yet = Todavía no se ha enviado nada.
ask-nobody = nadie todavía
ask-prompt = El texto que la acompaña
ask-send = Enviar esto
ask-first = Diga primero a quién se pregunta.
ask-no-door = Este navegador rechaza el marco por el que saldría la petición.
ask-again = Enviarlo otra vez
ask-again-text = Lo mismo que antes. Nada se envía otra vez si usted no pulsa.
ask-again-wait = { $seconds ->
    [one] Posible en un segundo.
   *[other] Posible en { $seconds } segundos.
} Nada se envía otra vez si usted no pulsa.
ask-waiting = Enviado. Esperando la respuesta…
ask-thinking = El modelo está pensando…
ask-arriving = La respuesta está llegando…
ask-answer = Lo que dice el modelo
ask-answer-before = Lo que el modelo dijo antes
ask-answer-text = Escrito por el modelo al que usted preguntó, no medido.
ask-cut = La respuesta termina aquí porque alcanzó su límite de longitud.
ask-own = Observación propia del modelo, sobre ninguna zona marcada
ask-sent = Lo que se envió
ask-sent-picture = La imagen como se mostró, en letras (Base64), con su texto
ask-sent-repair = La respuesta, para ponerla en orden, sin la imagen
ask-sent-test = Una imagen generada
ask-sent-size = { $bytes } bytes
ask-sent-unanswered = (No llegó ninguna respuesta, así que no se sabe si llegó.)
mode-overlay = La imagen bajo sus marcas
mode-overlay-text = Sale la imagen entera, a media luz fuera de las marcas. Todo lo que hay en ella se puede reconocer.
mode-overlay_blurred = Las marcas, con el entorno borroso
mode-overlay_blurred-text = Antes que nada, todo lo que está fuera de las zonas marcadas y de un margen se desenfoca sin remedio.
mode-crops = Solo las zonas marcadas
mode-crops-text = Recortes alrededor de las zonas marcadas, en una hoja. Del resto, el modelo solo ve lo que queda al lado.
mode-paper = Las marcas y el original
mode-paper-text = Como en el artículo científico sobre Omni-IML: la imagen marcada y la original, unidas. La original sale, reducida.
preset-ollama = Ollama en este ordenador
preset-llama-cpp = Servidor de llama.cpp en este ordenador
preset-lm-studio = LM Studio en este ordenador
preset-vllm = vLLM
preset-hosted = OpenAI u otro modelo alojado
preset-hosted-text = Cualquier servidor con las «chat completions» de OpenAI y un modelo que vea. Quien lo opera ve lo que usted envía.
preset-gateway = La pasarela de una redacción
preset-gateway-text = La dirección y el token los dan quienes la operan. Ella elige modelo e instrucciones.

## Viewer
viewer-label = La imagen con sus marcas. Las flechas la mueven, más y menos acercan y alejan, 0 la ajusta, 1 muestra el tamaño completo.
overlay-label = { $count ->
    [0] En esta imagen no hay nada marcado.
    [one] En esta imagen hay una zona marcada.
   *[other] En esta imagen hay { $count } zonas marcadas.
}
zoom-in = Acercar
zoom-out = Alejar
zoom-fit = Ajustar
zoom-full = 1:1
zoom-level = { $percent } %
layers-label = Capas sobre la imagen
layer-mask = Marcas
layer-reliability = Duda
layer-tiles = Teselas
doubt-share = Rayado: aquí la red no puede saber si su máscara es correcta, { $percent } % de la imagen
doubt-little = Rayado: aquí la red no puede saber si su máscara es correcta, menos del 1 % de la imagen
doubt-none = Nada está rayado: en ninguna parte duda la red de su propia máscara
tile-frequency = Compresión
tile-frequency-short = C
tile-vision = Visible
tile-vision-short = V
key-frequency = Compresión (C): sus huellas y la imagen visible
key-vision = Visible (V): solo la imagen visible
opacity-label = Intensidad de las marcas
threshold-label = Umbral
threshold-help = Más bajo marca más y se equivoca más. El de la red es { $percent } %.
threshold-reset = Restablecer
compare-label = Comparar con y sin marcas
compare-left = Sin marcas
compare-right = Con marcas
compare-value = { $percent } % sin marcas desde la izquierda
percent = { $percent } %

## How it was found
how-heading = Cómo se encontró
how-domain = Parece
domain-natural = una fotografía corriente ({ $percent } %)
domain-document = un documento ({ $percent } %)
domain-face = un retrato ({ $percent } %)
domain-scene_text = una escena de calle con texto ({ $percent } %)
domain-unclear = no está claro (como mucho { $percent } %)
how-relied = En qué se apoyó la red
how-frequency = Huellas de compresión en las { $tiles } teselas
how-frequency-one = Huellas de compresión y la imagen visible
how-vision = Solo la imagen visible en las { $tiles } teselas
how-vision-one = Solo la imagen visible
how-mixed = Huellas de compresión en { $frequency } de { $tiles } teselas, solo la imagen visible en las demás
how-device = Calculado en
device-gpu = El procesador gráfico (WebGPU)
device-cpu = La CPU
device-cpu-workers = La CPU, { $count } procesos
reason-gpu-tested = pasó la autoprueba
reason-cpu-asked = como se pidió
reason-gpu-missing = este navegador no ofrece WebGPU
reason-gpu-limited = a este procesador gráfico le falta lo necesario
reason-gpu-refused = el procesador gráfico no se pudo arrancar
reason-gpu-wrong = el procesador gráfico no pasó la autoprueba
reason-gpu-failed = el procesador gráfico falló durante esta sesión
how-time = Tiempo
how-time-value = { $seconds } s
how-model = Red

## The file
file-heading = El archivo
file-name = Nombre
file-format = Formato
file-jpeg = JPEG, calidad de unos { $quality }
file-size = Tamaño
file-size-value = { $width } × { $height } píxeles, { $megapixels } MP
file-bytes = { $amount } kB
file-hash = SHA-256
metadata-heading = { $count ->
    [one] Lo que declara el archivo: una entrada
   *[other] Lo que declara el archivo: { $count } entradas
}
metadata-note = Cualquiera puede escribirlas y cambiarlas, así que por sí solas no prueban nada. Solo se le muestran a usted.
metadata-private = no en los informes
metadata-private-title = Dice dónde, por quién o con qué aparato exacto se hizo la imagen, así que los informes guardados lo omiten.
copy-alt = Copia pequeña de la imagen, tal como la lleva el archivo
copy-size = { $width } × { $height } píxeles
copy-agrees = Una copia pequeña en el archivo. Muestra lo mismo que la imagen.
copy-differs = Una copia pequeña en el archivo. Muestra algo distinto de la imagen: mire las dos.
copy-unclear = Una copia pequeña en el archivo, demasiado pequeña o uniforme para comparar.
source-exif = EXIF
source-gps = Posición (GPS)
source-xmp = XMP
source-iptc = IPTC
source-photoshop = Sección de Photoshop
source-png-text = Textos PNG
source-comment = Comentario
source-jfif = JFIF
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

## Notes
notes-heading = Conviene saber
note-pasted = Esta imagen se pegó. Los navegadores vuelven a codificar lo que se pega, así que las huellas de compresión del archivo original se han perdido. Elija o suelte el archivo mismo si puede.
note-phone = Los teléfonos convierten y reducen muchas imágenes al elegirlas para una página. Las huellas del original pueden haberse perdido.
note-no-jpeg = Este no es un archivo JPEG. Si es una captura de pantalla o se convirtió, las huellas de su vida anterior son más débiles o se han perdido.
note-low-quality = Este archivo se guardó con baja calidad. Una compresión fuerte borra huellas y puede parecer una.
note-several = Llegaron varios archivos. Se comprobó el primero.
note-forgotten = El motor se detuvo y ya no tiene esta imagen. Compruébela de nuevo para usar lentes y palabras y para guardar un informe.
note-restarted = El motor se paró a la mitad y se arrancó de nuevo en la CPU.
note-extension-mismatch = El nombre del archivo dice un formato; su contenido, otro.
note-first-frame-only = Solo se comprobó el primero de sus fotogramas o páginas.
note-truncated = El archivo acaba antes de tiempo o está dañado. Se comprobó la parte que se pudo leer.
note-coefficients-unreadable = No se pudieron leer sus huellas de compresión. Se comprobó solo por sus píxeles.

## Keep
keep-document = Guardar informe
keep-title = Un solo archivo con imágenes, cifras y palabras, para leer, imprimir y entregar. Muestra la imagen.
keep-more = Guardar otra cosa
keep-json = Informe como datos (JSON)
keep-marked = Imagen con sus marcas (PNG)
keep-mask = Máscara (PNG)
keep-fade = Marcas que vienen y van (GIF)
keep-making = Haciendo el archivo…
keep-made = El archivo se entregó a las descargas de su navegador.
keep-failed = No se pudo hacer el archivo. Pruebe con otro.
again = Comprobar otra
again-key = N

## Si está mal
feedback-heading = ¿Es erróneo este resultado?
feedback-text = Quienes llevan esta página pueden aprender de ello. Este texto nombra la imagen por su hash y no la contiene. Cópielo y envíelo usted si quiere: esta página no envía nada.
feedback-what = Qué está mal
feedback-untouched = Marca lo que no se manipuló
feedback-missed = Se le escapa una manipulación
feedback-place = Marca la zona equivocada
feedback-label = El texto sobre este resultado
feedback-copy = Copiar el texto
feedback-copied = Copiado.
feedback-not-copied = El navegador no lo copió. Haga clic en el texto, que se selecciona entero, y pulse Ctrl+C.

## Many pictures
list-progress = Comprobando imágenes: { $done } de { $count } listas
list-paused = En pausa: { $done } de { $count } imágenes listas
list-over = { $count ->
    [one] La imagen está lista
    [many] Las { $count } de imágenes están listas
   *[other] Las { $count } imágenes están listas
}
list-left = Faltan unos { $left } para todas. Abra una imagen para ver dónde está marcada.
list-hint = Abra una imagen para ver dónde está marcada, y todo lo demás sobre ella.
list-pause = Pausar
list-resume = Seguir
list-add = Añadir imágenes
list-sort = Puntuaciones más altas primero
list-save = Guardar resultados como datos
list-clear = Vaciar la lista
list-keep = Guardar lista, imágenes y resultados en este navegador ({ $megabytes } MB). Al vaciar la lista se borran.
list-keep-failed = Este navegador no pudo guardar la lista como usted quería; quizá falte espacio. Guarde los resultados como datos, o borre los datos de este sitio en los ajustes del navegador.
list-full = En una lista no caben más de 2000 imágenes. Las demás se dejaron fuera.
list-waiting = En espera
list-running = Comprobando…
list-found = { $verdict } · { $percent } %
list-nameless = Imagen pegada
list-remove = Quitar { $name } de la lista
list-label = La lista
list-back = Volver a la lista
list-previous = Resultado anterior
list-next = Resultado siguiente
pdf-opening = Buscando imágenes en el documento …
pdf-picture = Página { $page }, imagen { $number }: { $name }
pdf-picture-hidden = En ninguna página, imagen { $number }: { $name }
pdf-found = { $count ->
    [one] Se ha sacado una imagen de { $name }. Lo que dibuja como texto o líneas no es una imagen y no se comprueba.
    [many] Se han sacado { $count } de imágenes de { $name }. Lo que dibuja como texto o líneas no es una imagen y no se comprueba.
   *[other] Se han sacado { $count } imágenes de { $name }. Lo que dibuja como texto o líneas no es una imagen y no se comprueba.
}
pdf-left = { $count ->
    [one] Otra no se ha podido leer aquí: guárdela con un lector de PDF y compruebe lo que guarde.
   *[other] Otras { $count } no se han podido leer aquí: guárdelas con un lector de PDF y compruebe lo que guarde.
}
pdf-small = { $count ->
    [one] Una se ha dejado fuera porque uno de sus lados mide menos de 32 píxeles.
   *[other] { $count } se han dejado fuera porque uno de sus lados mide menos de 32 píxeles.
}

## Errors
error-heading = Esta imagen no se pudo comprobar
error-engine-heading = El motor no se pudo arrancar
error-again = Elegir otra imagen
error-retry = Intentar de nuevo
error-detail = Detalles
error-empty-file = El archivo está vacío. Guárdelo o descárguelo de nuevo.
error-file-too-large = El archivo es demasiado grande. El límite es de 64 MB; una copia más pequeña pierde huellas, un recorte las conserva.
error-too-many-pixels = La imagen tiene demasiados píxeles. El límite es de 50 megapíxeles; una copia más pequeña pierde huellas, un recorte las conserva.
error-side-too-long = Un lado de la imagen es demasiado largo. El límite es de 20 000 píxeles; compruebe un recorte.
error-too-much-metadata = El archivo lleva demasiados metadatos. El límite es de 8 MB; quítelos e inténtelo de nuevo.
error-too-much-memory = Esta imagen necesita demasiada memoria. Compruebe un recorte, o una copia con 8 bits por muestra.
error-too-many-parts = El archivo está construido como ninguna imagen corriente. Guárdelo de nuevo con otro programa.
error-unsupported-coding = Este JPEG usa una codificación rara que aquí no se lee. Guárdelo como JPEG corriente o como PNG.
error-unsupported-format = Este tipo de archivo no se puede leer aquí. Exporte una imagen HEIC o AVIF como JPEG, dé a un PDF un nombre que termine en .pdf, guarde un fotograma de un vídeo como PNG, y compruebe eso.
error-unknown-format = Esto no es una imagen que se pueda leer aquí. JPEG, PNG, WebP, BMP, TIFF y GIF sí.
error-damaged-file = El archivo está dañado y no se puede abrir. Guárdelo o descárguelo de nuevo.
error-unreadable = El navegador no pudo leer el archivo. Puede ser una carpeta, o haberse movido o borrado.
error-not-a-file = Eso no era un archivo. Guarde primero la imagen y luego suéltela o elíjala.
error-paste = En el portapapeles no hay ninguna imagen.
error-pdf-damaged = El documento está dañado y no se puede abrir. Guárdelo o descárguelo de nuevo.
error-pdf-empty = En el documento no hay ninguna imagen que se pueda comprobar. Lo que dibuja como texto o líneas no lo es.
error-pdf-locked = El documento pide una contraseña. Guarde una copia sin ella y compruébela.
error-pdf-slow = El documento ha tardado demasiado. Guarde las páginas en cuestión como un documento aparte.
error-pdf-unread = Las imágenes del documento no se pueden leer aquí: su codificación o sus colores son poco comunes, o están dañadas. Guárdelas con un lector de PDF y compruebe lo que guarde.
error-shared = La imagen compartida no llegó. Compártala de nuevo, o ábrala aquí.
error-sample = El ejemplo no se pudo cargar.
error-network = No se pudieron descargar el motor o los pesos de la red. Revise la conexión e inténtelo de nuevo.
error-weights = Los pesos de la red no llegaron tal como se publicaron. Inténtelo de nuevo.
error-version = La página y el motor son de dos versiones. Vuelva a cargar la página.
error-engine = El motor se paró dos veces con esta imagen. La próxima empieza de cero.
error-queue = Hay demasiadas imágenes en espera. Vuelva a cargar la página.
error-nothing-in-common = No se encontró que las dos imágenes muestren lo mismo. Si lo hacen, recorte ambas a lo que tienen en común y gírelas al mismo lado.
error-other = Algo falló por nuestra parte.
