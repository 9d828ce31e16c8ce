### Was schiefgehen kann, während ein Modell erklärt. Jeder Satz sagt, was geschah, womit, und was jetzt zu tun ist.

explain-error-bad-address = Das ist keine Adresse eines Servers. Schreibe sie so: https://host.example/v1 oder http://localhost:8000.
explain-error-insecure-address = Über http:// darf eine Seite nur an deinen eigenen Rechner senden (localhost oder 127.0.0.1). Nimm für { $host } https://.
explain-error-key-in-address = In der Adresse steht @, ? oder #; so landen Schlüssel in Protokollen. Lass diesen Teil weg und trage den Schlüssel in sein Feld ein.
explain-error-bad-key = Der Schlüssel enthält Leerzeichen oder Zeichen, die kein Schlüssel hat. Kopiere ihn noch einmal.
explain-error-unreachable = Unter { $host } antwortet niemand. Starte dort den Server oder berichtige die Adresse.
explain-error-certificate = Dem Zertifikat von { $host } wird nicht vertraut. Berichtige die Adresse oder das Zertifikat des Servers.
explain-error-blocked = Der Browser hat keine Antwort von { $host } durchgelassen. Entweder läuft dort nichts, oder der Server lässt diese Seite nicht zu (CORS), oder der Browser sperrt es. Starte ihn mit der Zeile, die hier steht; sie lässt den Ursprung „null“ zu.
explain-error-local-network-denied = Der Browser lässt diese Seite nicht zu { $host } in deinem lokalen Netz. Erlaube es in den Berechtigungen der Seite und versuche es noch einmal.
explain-error-redirected = { $host } will die Anfrage woandershin geschickt haben, und dem hast du nicht zugestimmt. Trage die endgültige Adresse ein.
explain-error-timed-out = { $host } hat zu lange gebraucht. Vielleicht lädt das Modell noch: Versuche es noch einmal oder nimm ein kleineres.
explain-error-cut-off = Die Antwort von { $host } ist abgebrochen. Versuche es noch einmal.
explain-error-cancelled = Abgebrochen.
explain-error-unauthorised = { $host } nimmt den Schlüssel nicht an. Prüfe ihn.
explain-error-forbidden = { $host } verweigert den Zugriff. Prüfe, was der Schlüssel darf, oder starte den Server so, dass er den Ursprung dieser Seite zulässt.
explain-error-no-such-model = { $host } hat dieses Modell nicht. Prüfe den Namen oder lade es dort.
explain-error-no-such-address = Unter dieser Adresse von { $host } gibt es keine Chat Completions. Prüfe den Pfad; meistens ist es /v1.
explain-error-too-large = Das Bild ist { $host } zu groß. Sende Ausschnitte oder erhöhe die Grenze des Servers.
explain-error-too-many-requests = { $host } hat zu viele Anfragen. { $wait ->
    [0] Versuche es später noch einmal oder prüfe die Grenze des Kontos.
    [one] Versuche es in einer Sekunde noch einmal.
   *[other] Versuche es in { $wait } Sekunden noch einmal.
}
explain-error-no-vision = Dieses Modell kann keine Bilder sehen. Nimm eines, das es kann; llama.cpp braucht dazu auch seine --mmproj-Datei.
explain-error-refused = { $host } lehnt die Anfrage ab. Prüfe Modell und Einstellungen.
explain-error-server-failed = { $host } ist gescheitert. Versuche es später noch einmal oder sieh in sein Protokoll.
explain-error-error-in-answer = { $host } hat die Antwort mit einem Fehler abgebrochen. Versuche es noch einmal oder sieh in sein Protokoll.
explain-error-html = { $host } hat mit einer Webseite geantwortet. Prüfe die Adresse, vor allem den Pfad.
explain-error-not-an-answer = Was { $host } geantwortet hat, ist keine Chat-Antwort. Prüfe die Adresse und was dort läuft.
explain-error-too-much = { $host } hat mehr als { $limit } MiB geschickt und wurde angehalten. Nimm ein anderes Modell oder einen anderen Server.
explain-error-empty = { $host } hat ohne ein Wort geantwortet. Versuche es noch einmal oder nimm ein anderes Modell.
explain-error-withheld = { $host } hält die Antwort nach eigenen Regeln zurück. Nimm ein anderes Modell.
explain-error-status = (Status { $status }.)
explain-error-detail = Es heißt: { $detail }

### Warum das Bild, das gesendet würde, nicht gemacht werden konnte.

prompt-error-mask-size = Die Maske hat { $found } Werte für ein Bild von { $expected } Pixeln. Prüfe das Bild noch einmal.
prompt-error-no-regions = Es ist nichts markiert, also gibt es auf diese Weise nichts zu zeigen. Wähle das ganze Bild unter seinen Markierungen.
prompt-error-too-many-redactions = { $found } Stellen sind abgedeckt, mehr als { $limit } können es nicht sein. Decke größere Stellen ab.
prompt-error-encoder = Das Bild, das gesendet würde, konnte nicht gemacht werden ({ $why }). Wähle eine andere Darstellung.
