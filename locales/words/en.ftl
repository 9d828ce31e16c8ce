### What the local writer says about a report. Numbers come already written as the language has them.
### The other languages hold the same messages with the same variables.

list = { $head } and { $last }
place = place { $number }

## Verdict
verdict-none = The network sees no clear traces of manipulation: the picture as a whole scores { $score } %, which is unremarkable.
verdict-weak = The network sees weak traces of manipulation: the picture as a whole scores { $score } %, too little to count as a finding.
verdict-moderate = The network sees moderate traces of manipulation: the picture as a whole scores { $score } %. Some untouched pictures of the kind that it learned from score as high.
verdict-strong = The network sees strong traces of manipulation: the picture as a whole scores { $score } %. Few untouched pictures of the kind that it learned from score as high.
verdict-very_strong = The network sees very strong traces of manipulation: the picture as a whole scores { $score } %. Hardly any untouched picture of the kind that it learned from scores as high.
verdict-scale = This score is not a probability.
verdict-unsure = This verdict is unsure: the score is close to the threshold, or the picture is unlike those that the network was trained on. Give it little weight.
places-quiet = { $count ->
    [0] No single place stands out.
    [one] One place is marked all the same; it may well be harmless.
   *[other] { $count } places are marked all the same; they may well be harmless.
}
places-found = { $count ->
    [0] No single place reaches the threshold, so it remains open where the traces lie.
    [one] One place does not seem to fit the rest and is marked.
   *[other] { $count } places do not seem to fit the rest and are marked.
}
measured-supported = Apart from the network, measurements also point to a manipulation at { $places }.
measured-supported-quiet = In the picture as a whole the network finds nothing clear, and yet measurements point to a manipulation at { $places }. Look at these places yourself.
measured-hinted = Measurements give only weak signs of a manipulation at { $places }.
measured-contradicted = Measurements speak against a manipulation at { $places }.
measured-divided = Measurements at { $places } disagree: some point to a manipulation, others speak against it.
domain-natural = The network takes the picture for an ordinary photograph ({ $percent } %).
domain-document = The network takes the picture for a document ({ $percent } %).
domain-face = The network takes the picture for a portrait ({ $percent } %).
domain-scene_text = The network takes the picture for a street scene with lettering ({ $percent } %).

## A region: where
where-upper-left = Place { $number } is in the upper left of the picture.
where-top = Place { $number } is at the top of the picture, in the middle.
where-upper-right = Place { $number } is in the upper right of the picture.
where-left = Place { $number } is on the left of the picture, about halfway down.
where-middle = Place { $number } is in the middle of the picture.
where-right = Place { $number } is on the right of the picture, about halfway down.
where-lower-left = Place { $number } is in the lower left of the picture.
where-bottom = Place { $number } is at the bottom of the picture, in the middle.
where-lower-right = Place { $number } is in the lower right of the picture.
where-across-top = Place { $number } runs across most of the picture’s width, in its upper part.
where-across-middle = Place { $number } runs across most of the picture’s width, about halfway down.
where-across-bottom = Place { $number } runs across most of the picture’s width, in its lower part.
where-down-left = Place { $number } runs down most of the picture’s height, on the left.
where-down-middle = Place { $number } runs down most of the picture’s height, in the middle.
where-down-right = Place { $number } runs down most of the picture’s height, on the right.
where-over = Place { $number } is spread over most of the picture.
where-all = Place { $number } covers nearly the whole picture.

## A region: how large
size-tiny = It is tiny: { $area } % of the picture, within a frame of { $width } × { $height } pixels.
size-small = It is small: { $area } % of the picture, within a frame of { $width } × { $height } pixels.
size-medium = It is of medium size: { $area } % of the picture, within a frame of { $width } × { $height } pixels.
size-large = It is large: { $area } % of the picture, within a frame of { $width } × { $height } pixels.

## A region: how it lies to another
relation-inside = It lies within the frame of place { $other }.
relation-around = Its frame encloses that of place { $other }.
relation-overlaps = Its frame overlaps that of place { $other }.
relation-beside = It is right next to place { $other }.
relation-left = It lies to the left of place { $other }.
relation-right = It lies to the right of place { $other }.
relation-above = It lies above place { $other }.
relation-below = It lies below place { $other }.
relation-above-left = It lies above and to the left of place { $other }.
relation-above-right = It lies above and to the right of place { $other }.
relation-below-left = It lies below and to the left of place { $other }.
relation-below-right = It lies below and to the right of place { $other }.

## A region: the network
marks-clear = The network marks it clearly, with a strength of { $score } %.
marks-medium = The network marks it with medium strength ({ $score } %).
marks-faint = The network marks it only faintly, with a strength of { $score } %.
marks-doubtful = It cannot be sure of that: it puts the chance that its marks are right here at { $reliability } %.
relied-compression = In doing so it relied on compression traces as well as on the visible picture.
relied-visible = In doing so it relied on the visible picture alone.
relied-mixed = In doing so it relied on compression traces, too, in one part of it, and on the visible picture alone elsewhere.

## A region: what points to a manipulation
grid-supports = The block grid of an earlier JPEG save is shifted here: it begins at column { $x } and row { $y }, in the rest of the picture at column { $restx } and row { $resty }. That happens when part of another JPEG is put in, or a part is moved.
quality-supports = It carries traces of an earlier JPEG save at a quality of about { $inside }, the rest of the picture of one at about { $outside }. So the two may not have the same past.
quality-supports-inside = It carries traces of an earlier JPEG save at a quality of about { $inside }, the rest of the picture none. So the two may not have the same past.
quality-supports-outside = The rest of the picture carries traces of an earlier JPEG save at a quality of about { $outside }; this place carries none, as if it had been added later.
noise-more = Its noise is { $times } times that of comparable places elsewhere, as can happen with something from another picture.
noise-less = It has only { $percent } % of the noise of comparable places elsewhere, as happens after smoothing or painting over.
sharpness-more = Its edges are { $times } times as sharp as comparable ones elsewhere, as can happen when something sharper is put in or a part is sharpened.
sharpness-less = Its edges are only { $percent } % as sharp as comparable ones elsewhere, as happens after enlarging or blurring.
contrast-more = Its fine contrast is { $times } times that of comparable places elsewhere.
contrast-less = Its fine contrast is only { $percent } % of that of comparable places elsewhere.
edge-hard = Its border is unusually hard: the transition takes { $width } pixels, that of comparable edges elsewhere { $elsewhere }. Cut-outs often have such borders.
edge-soft = Its border is unusually soft: the transition takes { $width } pixels, that of comparable edges elsewhere { $elsewhere }. Blending a part in leaves such borders.
duplicate-supports = Almost the same detail appears a second time, { $offset } (agreement { $similarity } %). One of the two may be a copy of the other; regular patterns repeat by themselves, too.
duplicate-other = That is at place { $other }.
resampling-supports = Its pixels show the regular pattern that scaling or rotating leaves, with a strength of { $peak } against { $outside } in the rest of the picture.
weak-sign = On its own this is a weak sign.
nothing-supports = No measurement backs the network here.

## A region: what speaks against one
grid-contradicts = The block grid of an earlier JPEG save runs on through it unbroken, which speaks against something put in from elsewhere.
quality-contradicts = Its traces of an earlier JPEG save, at a quality of about { $inside }, match the rest of the picture (about { $outside }), which speaks against something put in from elsewhere.
noise-contradicts = Its noise is { $percent } % of that of comparable places elsewhere, so no different, which speaks against something from another picture.
sharpness-contradicts = Its edges are { $percent } % as sharp as comparable ones elsewhere, so no different, which speaks against something put in.
contrast-contradicts = Its fine contrast is { $percent } % of that of comparable places elsewhere, so no different.
edge-contradicts = The transition at its border takes { $width } pixels, much like that of comparable edges elsewhere ({ $elsewhere }), which speaks against a cut-out.
resampling-contradicts = Its pixels show no more signs of scaling or rotating ({ $peak }) than the rest of the picture ({ $outside }).

## A region: the rest of the measurements
neutral = Measured, but saying nothing either way: { $items }.
unmeasured = Nothing was measured at this place.
unmeasured-small = Probably too small to measure: { $items }.
unmeasured-large = Could not be measured, probably because so large a place leaves too little to compare it with: { $items }.
unmeasured-plain = Could not be measured, probably because the place is too plain or nothing comparable is found elsewhere: { $items }.
item-grid = JPEG grid
item-quality = earlier JPEG quality
item-noise = noise
item-sharpness = sharpness
item-contrast = contrast
item-edge = border
item-duplicate = repeated detail
item-resampling = traces of scaling
way-right = { $pixels ->
    [one] one pixel further right
   *[other] { $pixels } pixels further right
}
way-left = { $pixels ->
    [one] one pixel further left
   *[other] { $pixels } pixels further left
}
way-down = { $pixels ->
    [one] one pixel further down
   *[other] { $pixels } pixels further down
}
way-up = { $pixels ->
    [one] one pixel further up
   *[other] { $pixels } pixels further up
}

## The file
file-quiet = Nothing in the file’s structure or metadata stands out.
file-bare = The file carries no metadata. That is usual for pictures from the web or from messengers and says nothing either way.
jpeg-common = The file was last saved as a JPEG at a quality of about { $quality }, with the tables that most programs use.
jpeg-own = The file was last saved as a JPEG at a quality of about { $quality }, with tables of its own, as cameras and some editing programs use.
generated-whole = The file itself says that the picture was made by an AI model.
generated-parts = The file itself says that parts of the picture were made by an AI model.
generated-synthetic = The file itself says that the picture, or part of it, was made by a computer program.
generated-by = It names “{ $program }”.
program-editor = The file names “{ $program }”, a program for editing pictures. What was done with it remains open: cropping or brightening leaves the same entry as a montage.
program-developer = The file names “{ $program }”, a program for developing photographs. What was done with it remains open; mostly it is light and colour.
program-app = The file names “{ $program }”, an app for effects, text and stickers. What was done with it remains open.
program-converter = The file names “{ $program }”, a program that mostly converts or resizes pictures.
edit-history = { $count ->
    [one] The file lists one step by which it came about, such as saving or converting.
   *[other] The file lists { $count } steps by which it came about, such as saving or converting.
}
made-from-others = { $count ->
    [one] The file says that another picture was used in making it.
   *[other] The file says that { $count } other pictures were used in making it.
}
text-layers = { $count ->
    [one] The file carries a text that was set on the picture in an editing program.
   *[other] The file carries { $count } texts that were set on the picture in an editing program.
}
editor-parts = The file has sections that Photoshop writes, so it has probably passed through it.
dates-later = According to the file, the picture was taken or made on { $first } and changed later, on { $second }. Copying or rotating it can cause that, too.
dates-earlier = Two dates in the file disagree: it is said to have been taken or made on { $first }, but last changed before that, on { $second }. A wrong clock can cause that, too.
dates-unzoned = The dates name no time zone.
size-scaled = The metadata state a size of { $width } × { $height } pixels, the picture has { $realwidth } × { $realheight }: it was probably scaled later.
size-other = The metadata state a size of { $width } × { $height } pixels, the picture has { $realwidth } × { $realheight }, in another shape: it was probably cropped or otherwise changed later.
thumbnail-differs = The small preview inside the file shows something else than the picture: they differ by { $difference } grey levels on average and by { $worst } where they differ most. The preview may show an earlier state.
thumbnail-shape = The small preview inside the file has another shape than the picture (width to height { $stated } against { $real }). The picture may have been cropped later.
trailing-data = Behind the end of the picture the file holds another { $kilobytes } kB that nothing in it announces: { $what }.
looks-jpeg = by the look of it, another JPEG picture
looks-png = by the look of it, a PNG picture
looks-zip = by the look of it, a ZIP archive
looks-archive = by the look of it, an archive
looks-pdf = by the look of it, a PDF document
looks-video = by the look of it, a video
looks-samsung = by the look of it, the block that Samsung phones append
looks-zeros = nothing but zeros
looks-text = by the look of it, text
looks-unknown = of an unknown kind

## Content Credentials
credentials-none = The file carries no Content Credentials. Most files carry none; that says nothing either way.
credentials-valid = The file carries Content Credentials, a signed statement about its past. Their signature is valid: statement and file are as they were when they were signed.
credentials-exempt = Some further parts of the file are exempt from the signature.
credentials-broken = The file carries Content Credentials, a signed statement about its past, but they do not hold: { $why }.
credentials-broken-saved = Programs that do not know Content Credentials cause that when they save a picture, even unchanged.
credentials-unsupported = The file carries Content Credentials that are signed in a way that is not supported here.
credentials-elsewhere = The file says that its Content Credentials are kept at “{ $address }”. Nothing was fetched from there.
credentials-unchecked = The file carries Content Credentials that were not checked: { $why }.
why-file-changed = the file was changed after it was signed
why-statement-changed = part of the statement was changed after it was signed
why-signature = the signature does not fit the statement
why-expired = the certificate was not valid when it signed, or has expired since
why-certificate = the certificate may not sign such statements, was revoked, or cannot be read
why-missing = a necessary part is missing
why-damaged = they are damaged
why-ingredient = the credentials of a picture that went into it do not hold
why-other = they break a rule of their standard
why-over-limit = they are larger than anything usual
why-took-too-long = the check took too long
why-stopped = the check broke off at them
why-not-loaded = the part of this program that checks them could not be loaded
credentials-signer = Their certificate names “{ $signer }” as the signer and “{ $issuer }” as its issuer.
credentials-signer-alone = Their certificate names “{ $signer }” as the signer.
credentials-time = A time-stamp puts the signature at { $time }.
trust-not-checked = Whether the name is right was not checked: anybody can make a certificate in any name.
trust-listed = The certificate goes back to one on the list that was given.
trust-not-listed = The certificate goes back to none on the list that was given.
credentials-program = They were written by “{ $program }”.
credentials-actions = By their account, this was done to the picture: { $steps }.
done-created = made
done-opened = opened for further work
done-placed = another picture put in
done-edited = changed, without saying how
done-cropped = cropped
done-colours = colour or brightness adjusted
done-drawn = painted or drawn on
done-filtered = filters or effects applied
done-turned = rotated or mirrored
done-resized = resized
done-removed = something put in taken out again
done-text = text added
done-converted = saved in another format
done-metadata = metadata changed
done-watermarked = a watermark added
done-published = published
done-other = something else
origin-generated = They say that the picture was made by an AI model.
origin-generated-parts = They say that parts of the picture were made by an AI model.
origin-synthetic = They say that the picture, or part of it, was made by a computer program.
origin-captured = They say that the picture was taken with a camera.
origin-screen = They say that the picture was taken from a screen.
origin-scanned = They say that the picture was scanned from paper or film.
origin-ingredient-generated = They say that something that went into the picture was made, at least in part, by an AI model.
origin-ingredient-synthetic = They say that something that went into the picture was made, at least in part, by a computer program.
origin-by = The program they name is “{ $program }”.
credentials-ingredients = { $count ->
    [one] They say that another picture was used in making it.
   *[other] They say that { $count } other pictures were used in making it.
}
credentials-ingredients-more = They say that more than { $count } other pictures were used in making it.
credentials-caution = A valid signature tells who answers for these statements and that nothing was changed since. It does not tell whether they are right.

## Limits
others-one = One more place is marked and listed, but not described: place { $first }, with { $area } % of the picture.
others-several = Places { $first } to { $last } are marked and listed, but not described; the largest of them takes up { $area } % of the picture.
limit-unmeasured = Neither the file nor the marked places were measured; these words rest on the network’s result alone.
unread-damaged = Parts of the metadata are damaged and could not be read in full: { $parts }.
unread-large = Parts of the metadata are larger than anything usual and were not read in full: { $parts }.
unread-unknown = Parts of the metadata are written in a way that is not read here: { $parts }.
source-exif = EXIF
source-gps = position (GPS)
source-xmp = XMP
source-iptc = IPTC
source-photoshop = Photoshop’s section
source-png-text = PNG texts
source-comment = comment
source-jfif = JFIF
source-icc = colour profile
limit-no-jpeg = The file’s format is { $format }, not JPEG. Traces of earlier JPEG saves may be weaker in it, or gone.
limit-low-quality = The file was saved at a low quality (about { $quality }). Strong compression wipes out traces and can look like some.
limit-doubt = Over the whole picture, the network puts the chance that its marks are right at only { $reliability } %.
limit-elsewhere = Where nothing is marked, the network saw nothing unusual. That is no all-clear: careful or unfamiliar manipulation leaves no trace that it knows.
limit-nothing = That nothing is marked is no all-clear: careful or unfamiliar manipulation leaves no trace that the network knows.
limit-generated = This network looks for altered parts. It does not look for pictures that were generated as a whole.
limit-content = What the picture shows was not examined: whether time, place and story are right, measurements cannot tell.

## Next
next-compare = At full size, compare place { $number } with the spot { $offset }, detail by detail.
next-border = Look at place { $number } at full size and follow its border: is it as sharp as other borders in the picture?
next-look = Look at place { $number } at full size: do light, shadows, grain and sharpness match what is around it?
next-generated = Ask whoever passed the picture on whether it, or part of it, was made with AI, and what it is meant to show.
next-program = Ask whoever passed the picture on what was changed in “{ $program }”.
next-preview = Open the small preview inside the file and compare it with the picture.
next-document = Compare numbers, dates and fonts with another copy of the document, or ask whoever issued it.
next-original = Ask for the original file, as it came from the camera or phone, not passed on by a messenger, and check that.
next-copies = Look for older or larger copies of the picture. If you use a reverse image search, the picture goes to its operator.
next-caution = Do not base a decision on this result alone.
