### Was schiefgehen kann, während ein Modell erklärt. Jeder Satz sagt, was geschah, womit, und was jetzt zu tun ist.

explain-error-bad-address = Das ist keine Adresse eines Servers. Schreiben Sie sie so: https://host.example/v1 oder http://localhost:8000.
explain-error-insecure-address = Über http:// darf eine Seite nur an Ihren eigenen Rechner senden (localhost oder 127.0.0.1). Nehmen Sie für { $host } https://.
explain-error-key-in-address = In der Adresse steht @, ? oder #; so landen Schlüssel in Protokollen. Lassen Sie diesen Teil weg und tragen Sie den Schlüssel in sein Feld ein.
explain-error-bad-key = Der Schlüssel enthält Leerzeichen oder Zeichen, die kein Schlüssel hat. Kopieren Sie ihn noch einmal.
explain-error-unreachable = Unter { $host } antwortet niemand. Starten Sie dort den Server oder berichtigen Sie die Adresse.
explain-error-certificate = Dem Zertifikat von { $host } wird nicht vertraut. Berichtigen Sie die Adresse oder das Zertifikat des Servers.
explain-error-blocked = Der Browser hat keine Antwort von { $host } durchgelassen. Entweder läuft dort nichts, oder der Server lässt diese Seite nicht zu (CORS: ihr Ursprung ist „null“), oder der Browser sperrt es.
explain-error-local-network-denied = Der Browser lässt diese Seite nicht zu { $host } auf diesem Rechner oder in Ihrem lokalen Netz. Erlauben Sie es in den Berechtigungen der Seite und versuchen Sie es noch einmal.
explain-error-redirected = { $host } will die Anfrage woandershin geschickt haben, und dem haben Sie nicht zugestimmt. Tragen Sie die endgültige Adresse ein.
explain-error-timed-out = { $host } hat zu lange gebraucht. Vielleicht lädt das Modell noch: Versuchen Sie es noch einmal oder nehmen Sie ein kleineres.
explain-error-cut-off = Die Antwort von { $host } ist abgebrochen. Versuchen Sie es noch einmal.
explain-error-cancelled = Abgebrochen.
explain-error-unauthorised = { $host } nimmt den Schlüssel nicht an. Prüfen Sie ihn.
explain-error-forbidden = { $host } verweigert den Zugriff. Prüfen Sie, was der Schlüssel darf, oder starten Sie den Server so, dass er den Ursprung dieser Seite zulässt.
explain-error-no-such-model = { $host } hat dieses Modell nicht. Prüfen Sie den Namen oder laden Sie es dort.
explain-error-no-such-address = Unter dieser Adresse von { $host } gibt es keine Chat Completions. Prüfen Sie den Pfad; meistens ist es /v1.
explain-error-too-large = Das Bild ist { $host } zu groß. Senden Sie Ausschnitte oder erhöhen Sie die Grenze des Servers.
explain-error-too-many-requests = { $host } hat zu viele Anfragen. { $wait ->
    [0] Versuchen Sie es später noch einmal oder prüfen Sie die Grenze des Kontos.
    [one] Versuchen Sie es in einer Sekunde noch einmal.
   *[other] Versuchen Sie es in { $wait } Sekunden noch einmal.
}
explain-error-no-vision = Dieses Modell kann keine Bilder sehen. Nehmen Sie eines, das es kann; llama.cpp braucht dazu auch seine --mmproj-Datei.
explain-error-refused = { $host } lehnt die Anfrage ab. Prüfen Sie Modell und Einstellungen.
explain-error-server-failed = { $host } ist gescheitert. Versuchen Sie es später noch einmal oder sehen Sie in sein Protokoll.
explain-error-error-in-answer = { $host } hat die Antwort mit einem Fehler abgebrochen. Versuchen Sie es noch einmal oder sehen Sie in sein Protokoll.
explain-error-html = { $host } hat mit einer Webseite geantwortet. Prüfen Sie die Adresse, vor allem den Pfad.
explain-error-not-an-answer = Was { $host } geantwortet hat, ist keine Chat-Antwort. Prüfen Sie die Adresse und was dort läuft.
explain-error-too-much = { $host } hat mehr als { $limit } MiB geschickt und wurde angehalten. Nehmen Sie ein anderes Modell oder einen anderen Server.
explain-error-empty = { $host } hat ohne ein Wort geantwortet. Versuchen Sie es noch einmal oder nehmen Sie ein anderes Modell.
explain-error-withheld = { $host } hält die Antwort nach eigenen Regeln zurück. Nehmen Sie ein anderes Modell.
explain-error-status = (Status { $status }.)
explain-error-detail = Es heißt: { $detail }

### Warum das Bild, das gesendet würde, nicht gemacht werden konnte.

prompt-error-mask-size = Die Maske hat { $found } Werte für ein Bild von { $expected } Pixeln. Prüfen Sie das Bild noch einmal.
prompt-error-no-regions = Es ist nichts markiert, also gibt es auf diese Weise nichts zu zeigen. Wählen Sie das ganze Bild unter seinen Markierungen.
prompt-error-too-many-redactions = { $found } Stellen sind abgedeckt, mehr als { $limit } können es nicht sein. Decken Sie größere Stellen ab.
prompt-error-encoder = Das Bild, das gesendet würde, konnte nicht gemacht werden ({ $why }). Wählen Sie eine andere Darstellung.
