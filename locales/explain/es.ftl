### Lo que puede fallar mientras un modelo explica. Cada frase dice qué ha pasado, con qué y qué hacer ahora.

explain-error-bad-address = Esto no es la dirección de un servidor. Escríbala así: https://host.example/v1 o http://localhost:8000.
explain-error-insecure-address = Una página solo puede enviar por http:// a su propio equipo (localhost o 127.0.0.1). Para { $host }, use https://.
explain-error-key-in-address = La dirección contiene @, ? o #, y así las claves acaban en registros. Quite esa parte y ponga la clave en su campo.
explain-error-bad-key = La clave contiene espacios o caracteres que ninguna clave tiene. Vuelva a copiarla.
explain-error-unreachable = Nadie responde en { $host }. Arranque allí el servidor o corrija la dirección.
explain-error-certificate = El certificado de { $host } no es de confianza. Corrija la dirección o el certificado del servidor.
explain-error-blocked = El navegador no ha dejado pasar ninguna respuesta de { $host }. O no hay nada en marcha, o el servidor no admite esta página (CORS: su origen es «null»), o el navegador lo bloquea.
explain-error-local-network-denied = El navegador no deja que esta página llegue a { $host } en este equipo o en su red local. Permítalo en los permisos de la página y vuelva a intentarlo.
explain-error-redirected = { $host } quiere que la petición vaya a otro sitio, y eso no lo ha aceptado usted. Escriba la dirección definitiva.
explain-error-timed-out = { $host } ha tardado demasiado. Puede que el modelo aún se esté cargando: inténtelo de nuevo o elija uno más pequeño.
explain-error-cut-off = La respuesta de { $host } se ha cortado. Inténtelo de nuevo.
explain-error-cancelled = Cancelado.
explain-error-unauthorised = { $host } no acepta la clave. Compruébela.
explain-error-forbidden = { $host } deniega el acceso. Compruebe qué permite la clave, o arranque el servidor de modo que admita el origen de esta página.
explain-error-no-such-model = { $host } no tiene ese modelo. Compruebe el nombre o cárguelo allí.
explain-error-no-such-address = En esa dirección de { $host } no hay chat completions. Compruebe la ruta; suele ser /v1.
explain-error-too-large = La imagen es demasiado grande para { $host }. Envíe recortes o suba el límite del servidor.
explain-error-too-many-requests = { $host } tiene demasiadas peticiones. { $wait ->
    [0] Inténtelo más tarde o revise el límite de la cuenta.
    [one] Inténtelo dentro de un segundo.
   *[other] Inténtelo dentro de { $wait } segundos.
}
explain-error-no-vision = Este modelo no ve imágenes. Elija uno que sí; llama.cpp necesita además su archivo --mmproj.
explain-error-refused = { $host } rechaza la petición. Compruebe el modelo y los ajustes.
explain-error-server-failed = { $host } ha fallado. Inténtelo más tarde o mire su registro.
explain-error-error-in-answer = { $host } ha interrumpido la respuesta con un error. Inténtelo de nuevo o mire su registro.
explain-error-html = { $host } ha respondido con una página web. Compruebe la dirección, sobre todo la ruta.
explain-error-not-an-answer = Lo que ha respondido { $host } no es una respuesta de chat. Compruebe la dirección y qué hay en marcha allí.
explain-error-too-much = { $host } ha enviado más de { $limit } MiB y se ha detenido. Elija otro modelo u otro servidor.
explain-error-empty = { $host } ha respondido sin una sola palabra. Inténtelo de nuevo o elija otro modelo.
explain-error-withheld = { $host } no da la respuesta por sus propias normas. Elija otro modelo.
explain-error-status = (Estado { $status }.)
explain-error-detail = Dice: { $detail }

### Por qué no se pudo preparar la imagen que se enviaría.

prompt-error-mask-size = La máscara tiene { $found } valores para una imagen de { $expected } píxeles. Vuelva a analizar la imagen.
prompt-error-no-regions = No hay nada marcado, así que no hay nada que mostrar de este modo. Elija la imagen entera bajo sus marcas.
prompt-error-too-many-redactions = Hay { $found } partes tapadas y no pueden ser más de { $limit }. Tape partes más grandes.
prompt-error-encoder = No se pudo preparar la imagen que se enviaría ({ $why }). Elija otro modo de mostrarla.
