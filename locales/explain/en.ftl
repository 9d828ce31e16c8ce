### What can go wrong while a model explains. Each says what happened, to what, and what to do now.

explain-error-bad-address = This is not the address of a server. Write it like https://host.example/v1 or http://localhost:8000.
explain-error-insecure-address = A page may send over http:// to your own machine only (localhost or 127.0.0.1). Use https:// for { $host }.
explain-error-key-in-address = The address contains @, ? or #, where keys end up in logs. Leave that part out and put the key in its own field.
explain-error-bad-key = The key contains spaces or characters that no key has. Copy it again.
explain-error-unreachable = Nothing answers at { $host }. Start the server there, or correct the address.
explain-error-certificate = The certificate of { $host } is not trusted. Correct the address, or the server’s certificate.
explain-error-blocked = The browser let no answer through from { $host }. Either nothing is running there, or the server does not allow this page (CORS: its origin is “null”), or the browser blocks it.
explain-error-local-network-denied = The browser does not let this page reach { $host } on this computer or your network. Allow it in the page’s permissions, then try again.
explain-error-redirected = { $host } wants the request sent to another place, which you did not agree to. Enter the final address.
explain-error-timed-out = { $host } took too long. The model may still be loading: try again, or choose a smaller one.
explain-error-cut-off = The answer from { $host } was cut off. Try again.
explain-error-cancelled = Cancelled.
explain-error-unauthorised = { $host } does not accept the key. Check it.
explain-error-forbidden = { $host } refuses access. Check what the key may do, or start the server so that it allows this page’s origin.
explain-error-no-such-model = { $host } does not have this model. Check its name, or load it there.
explain-error-no-such-address = There are no chat completions at this address of { $host }. Check its path, usually /v1.
explain-error-too-large = The picture is too large for { $host }. Send crops instead, or raise the server’s limit.
explain-error-too-many-requests = { $host } has too many requests. { $wait ->
    [0] Try again later, or check the account’s limit.
    [one] Try again in a second.
   *[other] Try again in { $wait } seconds.
}
explain-error-no-vision = This model cannot see pictures. Choose one that can; llama.cpp also needs its --mmproj file.
explain-error-refused = { $host } refuses the request. Check the model and the settings.
explain-error-server-failed = { $host } failed. Try again later, or look into its log.
explain-error-error-in-answer = { $host } broke off its answer with an error. Try again, or look into its log.
explain-error-html = { $host } answered with a web page. Check the address, above all its path.
explain-error-not-an-answer = What { $host } answered is not a chat completion. Check the address and what runs there.
explain-error-too-much = { $host } sent more than { $limit } MiB and was stopped. Choose another model or server.
explain-error-empty = { $host } answered without a word. Try again, or choose another model.
explain-error-withheld = { $host } withheld the answer under its own rules. Choose another model.
explain-error-status = (Status { $status }.)
explain-error-detail = It says: { $detail }

### Why the picture to be sent could not be made.

prompt-error-mask-size = The mask has { $found } values for a picture of { $expected } pixels. Check the picture again.
prompt-error-no-regions = Nothing is marked, so there is nothing to show in this way. Choose the whole picture under its marks.
prompt-error-too-many-redactions = { $found } parts are covered; no more than { $limit } can be. Cover larger parts.
prompt-error-encoder = The picture to be sent could not be made ({ $why }). Choose another way of showing it.
