### Lo que puede fallar mientras un modelo explica. Cada frase dice qué ha pasado, con qué y qué hacer ahora.

explain-error-bad-address = Esto no es la dirección de un servidor. Escríbela así: https://host.example/v1 o http://localhost:8000.
explain-error-insecure-address = Una página solo puede enviar por http:// a tu propio equipo (localhost o 127.0.0.1). Para { $host }, usa https://.
explain-error-key-in-address = La dirección contiene @, ? o #, y así las claves acaban en registros. Quita esa parte y pon la clave en su campo.
explain-error-bad-key = La clave contiene espacios o caracteres que ninguna clave tiene. Vuelve a copiarla.
explain-error-unreachable = Nadie responde en { $host }. Arranca allí el servidor o corrige la dirección.
explain-error-certificate = El certificado de { $host } no es de confianza. Corrige la dirección o el certificado del servidor.
explain-error-blocked = El navegador no ha dejado pasar ninguna respuesta de { $host }. O no hay nada en marcha, o el servidor no admite esta página (CORS), o el navegador lo bloquea. Arráncalo con la línea que aparece aquí, que admite el origen «null».
explain-error-local-network-denied = El navegador no deja que esta página llegue a { $host } en tu red local. Permítelo en los permisos de la página y vuelve a intentarlo.
explain-error-redirected = { $host } quiere que la petición vaya a otro sitio, y eso no lo has aceptado. Escribe la dirección definitiva.
explain-error-timed-out = { $host } ha tardado demasiado. Puede que el modelo aún se esté cargando: inténtalo de nuevo o elige uno más pequeño.
explain-error-cut-off = La respuesta de { $host } se ha cortado. Inténtalo de nuevo.
explain-error-cancelled = Cancelado.
explain-error-unauthorised = { $host } no acepta la clave. Compruébala.
explain-error-forbidden = { $host } deniega el acceso. Comprueba qué permite la clave, o arranca el servidor de modo que admita el origen de esta página.
explain-error-no-such-model = { $host } no tiene ese modelo. Comprueba el nombre o cárgalo allí.
explain-error-no-such-address = En esa dirección de { $host } no hay chat completions. Comprueba la ruta; suele ser /v1.
explain-error-too-large = La imagen es demasiado grande para { $host }. Envía recortes o sube el límite del servidor.
explain-error-too-many-requests = { $host } tiene demasiadas peticiones. { $wait ->
    [0] Inténtalo más tarde o revisa el límite de la cuenta.
    [one] Inténtalo dentro de un segundo.
   *[other] Inténtalo dentro de { $wait } segundos.
}
explain-error-no-vision = Este modelo no ve imágenes. Elige uno que sí; llama.cpp necesita además su archivo --mmproj.
explain-error-refused = { $host } rechaza la petición. Comprueba el modelo y los ajustes.
explain-error-server-failed = { $host } ha fallado. Inténtalo más tarde o mira su registro.
explain-error-error-in-answer = { $host } ha interrumpido la respuesta con un error. Inténtalo de nuevo o mira su registro.
explain-error-html = { $host } ha respondido con una página web. Comprueba la dirección, sobre todo la ruta.
explain-error-not-an-answer = Lo que ha respondido { $host } no es una respuesta de chat. Comprueba la dirección y qué hay en marcha allí.
explain-error-too-much = { $host } ha enviado más de { $limit } MiB y se ha detenido. Elige otro modelo u otro servidor.
explain-error-empty = { $host } ha respondido sin una sola palabra. Inténtalo de nuevo o elige otro modelo.
explain-error-withheld = { $host } no da la respuesta por sus propias normas. Elige otro modelo.
explain-error-status = (Estado { $status }.)
explain-error-detail = Dice: { $detail }

### Por qué no se pudo preparar la imagen que se enviaría.

prompt-error-mask-size = La máscara tiene { $found } valores para una imagen de { $expected } píxeles. Vuelve a analizar la imagen.
prompt-error-no-regions = No hay nada marcado, así que no hay nada que mostrar de este modo. Elige la imagen entera bajo sus marcas.
prompt-error-too-many-redactions = Hay { $found } partes tapadas y no pueden ser más de { $limit }. Tapa partes más grandes.
prompt-error-encoder = No se pudo preparar la imagen que se enviaría ({ $why }). Elige otro modo de mostrarla.
