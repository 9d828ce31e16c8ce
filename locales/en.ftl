### Every word of the page, in Fluent's syntax (https://projectfluent.org). The page reads messages, variables and
### selections; other locales translate this file.

## The frame
app-name = Omni-IML
app-title = Omni-IML – find what was manipulated, on your own device
skip-link = Skip to the picture
sheet-close = Close
local-badge = On this device only
local-badge-title = The page’s own policy forbids it to connect to any other server.
footer-promise = Your pictures stay on this device. There is no upload, no account and no tracking.
footer-version = Version { $version }
footer-language = Language

offline-open = Offline use
newer-ready = A new version of this page is here. It is used once all tabs and windows with this page are closed.
newer-now = Use it now
newer-now-text = Used now, it loads the page anew, and a picture in it has to be opened again.

## Without a connection
offline-heading = Without a connection
offline-asking = Looking at what is stored here …
offline-insecure = The address of this page is not encrypted. On such addresses browsers store nothing and do not let pages use the graphics processor. Pictures are checked all the same, on the CPU of this device, and nothing leaves it; only the page itself has to be loaded each time.
offline-impossible = This browser, or this window, does not store pages. Private windows often do not.
offline-declined = Nothing of the program is stored, as you wanted.
offline-broken = The program could not be stored. Try again when there is a connection.
offline-partly = The page opens without a connection. To check pictures without one, { $megabytes } MB more have to be stored on this device.
offline-ready = Pictures can be checked without a connection. The browser may delete what is stored when room runs short.
offline-ready-promised = Pictures can be checked without a connection, and the browser has promised to keep what is stored.
offline-keep = Make available offline
offline-stop = Stop
offline-erase = Delete the stored program
offline-limits = Only the program is stored: no picture, no result. To ask a model for words takes a connection.
offline-progress = Storing: { $done } of { $total } MB
offline-progress-label = Progress of storing
offline-whole = { $all } MB
offline-share = { $kept } of { $all } MB
offline-lacking = Not on this device yet: { $parts }.
offline-failed-network = { $file } could not be fetched. What has arrived is kept; try again when there is a connection.
offline-failed-outdated = The site has a newer version of { $file }. Close all tabs and windows with this page, open it again, and try once more.
offline-failed-full = There is no room left on this device for { $file }. Free some, and try again.
offline-failed-other = That did not work. Reload the page, and try again.
offline-failed-stopped = Stopped. Whole files that have arrived are kept.
part-shell = The page
part-engine = The engine
part-weights = The network’s weights
part-credentials = The reader of Content Credentials
part-pdf = The reader of PDF documents

## Empty
intro-heading = Was this picture manipulated?
intro-text = Drop a photo, a scan, a portrait or a street picture. A small neural network runs in your own browser and marks where it sees traces of splicing, copying, removal or retouching.
drop-heading = Drop a picture anywhere
drop-heading-over = Let go to check this picture
drop-text = or paste one with Ctrl+V
drop-choose = Choose a picture
drop-formats = JPEG, PNG, WebP, BMP, TIFF, GIF or PDF, up to 64 MB and 50 megapixels
samples-heading = Or try one of ours
sample-authentic = Lake
sample-authentic-text = Untouched
sample-copied = Trees
sample-copied-text = A part was copied
sample-pasted = Moon
sample-pasted-text = Something was pasted in
promise-private-heading = Nothing leaves
promise-private-text = The browser itself refuses this page every other server. Once loaded, it needs no connection.
promise-pixels-heading = Pixel by pixel
promise-pixels-text = You see where, not only whether, and you can set the threshold yourself.
promise-honest-heading = Says when it is unsure
promise-honest-text = A weak trace is called weak, and no trace is never called proof.

## What it sees
guide-open = What this can see, and what it cannot
guide-can = It can see
guide-can-paste = something that was pasted in from another picture
guide-can-copy = a part that was copied to another place of the same picture
guide-can-remove = something that was removed, and the gap filled in
guide-can-retouch = a place that was retouched, warped, blurred or sharpened
guide-can-letters = faces that were exchanged, and now and then letters and figures
guide-cannot = It cannot see
guide-cannot-generated = that a whole picture was generated
guide-cannot-whole = what was done to all of a picture alike: colours, filters, a cut-out
guide-cannot-wiped = traces that a messenger, a screenshot, shrinking or strong compression has wiped out
guide-cannot-staged = that a scene was staged, or a true picture shown with a false caption
guide-cannot-intent = why something was done: retouching and montage often mean no harm
guide-colours = What the marks mean
guide-marked = The network takes this place for manipulated. You set the threshold beside the picture.
guide-hatched = Doubt: here the network cannot know whether its marks are right.
guide-frequency = Compression: in this tile it relied on traces of JPEG compression and on the visible picture.
guide-vision = Visible: in this tile it relied on the visible picture alone.
guide-works = How it works
guide-works-heads = The picture is looked at in tiles, in its own size. One part of the network looks at what can be seen and at fine noise, another at the traces that JPEG compression leaves.
guide-works-gate = Each draws a coarse mask. A gate decides for every tile whether the traces of compression help or would mislead. Both coarse masks are among the lenses of a checked picture, and the layer “Tiles” shows the choice.
guide-works-filters = Filters that adapt to each picture draw the final mask from both.
guide-works-words = The tiles are put together. Places, score and words come from that mask and from measurements, all of it on this device.

## Working
working-heading = Looking at the picture
phase-starting = Starting the engine
phase-fetching = Fetching the network, once: { $done } of { $total } MB
phase-preparing = Preparing the network
phase-testing = Preparing the graphics processor and testing its arithmetic
phase-decoding = Reading the file
phase-coefficients = Reading its compression traces
phase-tiles = Tile { $done } of { $count }
phase-tiles-left = Tile { $done } of { $count }, about { $left } left
phase-blending = Putting the tiles together
left-seconds = { $count ->
    [one] a second
   *[other] { $count } seconds
}
left-minutes = { $count ->
    [one] a minute
   *[other] { $count } minutes
}
cancel = Cancel
cancel-key = Esc
progress-label = Progress
status-done = Finished. { $verdict }
status-cancelled = Cancelled. Nothing was kept.
status-error = That did not work. { $reason }

## Verdict
result-label = Result
verdict-none = No clear traces of manipulation found
verdict-weak = Weak traces of manipulation
verdict-moderate = Moderate traces of manipulation
verdict-strong = Strong traces of manipulation
verdict-very_strong = Very strong traces of manipulation
verdict-none-text = { $places ->
    [0] The network saw nothing that stands out. That proves nothing: a careful or an unfamiliar manipulation leaves no trace that it knows.
   *[other] The picture as a whole does not stand out. Single places do a little; they are marked, and may well be harmless.
}
verdict-weak-text = { $places ->
    [0] Something stands out a little, but no single place does. Ordinary editing, text, or strong compression can look like this too.
   *[other] Something stands out a little. Ordinary editing, text, or strong compression can look like this too.
}
verdict-moderate-text = { $places ->
    [0] The picture as a whole looks edited, but no single place reaches the threshold. A lower one shows where the traces are strongest.
   *[other] Parts of this picture do not fit the rest. Look at the marked places yourself.
}
verdict-strong-text = { $places ->
    [0] The picture as a whole clearly looks edited, but no single place reaches the threshold. A lower one shows where the traces are strongest.
   *[other] Parts of this picture clearly do not fit the rest. Look at the marked places yourself.
}
verdict-very_strong-text = { $places ->
    [0] The picture as a whole clearly looks edited, but no single place reaches the threshold. A lower one shows where the traces are strongest.
   *[other] Parts of this picture clearly do not fit the rest. Look at the marked places yourself.
}
unsure-label = Unsure
unsure-text = The figure is close to the threshold, or the picture is outside what the network was trained on. Give it little weight.
score-label = Score of the whole picture
score-value = { $percent } %
score-scale = What such a score means with this network, the words above say. It is not a probability.
absence = An absence of findings proves nothing. Wholly generated pictures are not what this network looks for.

## Regions
regions-heading = Marked places
regions-none = No place reaches the threshold.
regions-hint = Point at one to see it in the picture.
region-name = Place { $number }
region-facts = { $area } % of the picture, strength { $score } %
region-facts-doubtful = { $area } % of the picture, strength { $score } %; the network cannot be sure of it
area-small = < 0.1

## In words
account-heading = In words
account-language = Language of these words
account-waiting = Measuring the marked places …
account-figures = Show the figures behind this sentence
account-file = The file
account-limits = What could not be examined
account-next = What you might do next

## Who signed
signers-heading = Is the signer who they say they are?
signers-text = Anybody can make a certificate in any name. If you have a file with certificates that you trust (PEM), the signer can be compared with them. It stays on this device and is forgotten when you close this page.
signers-choose = Choose trusted certificates
signers-in-use = The signer was compared with { $name }; what came of it stands above.
signers-kept = The certificates in { $name } are kept for pictures that somebody signed.
signers-drop = Do not use them
signers-too-large = { $name } is larger than { $megabytes } MB. Choose a file with the certificates alone.
signers-empty = { $name } holds no certificate. Choose a file in PEM form, with “BEGIN CERTIFICATE” in it.
signers-unreadable = Certificate { $number } in { $name } cannot be read. Take it out of the file, or choose another one.

## Lenses
lens-heading = Look through a lens
lens-text = Each shows one thing that can be measured, without the network. A bright spot alone is no finding.
lens-none = No lens: the picture itself
lens-shows = Shows
lens-look = Look at
lens-ignore = Ignore
lens-on = Seen through: { $name }
lens-off = Take it off
lens-value = { $value } (default { $default })
lens-back = Back to the default

## Another picture
beside-heading = Set it beside another picture
beside-text = If you have the picture that it may come from, an older or a larger one, see where the two differ. Both stay on this device.
beside-choose = Choose the other picture
beside-show = Show the differences
beside-comparing = Comparing it with { $name } …
beside-done = Compared with { $name }. Over the picture, differences are brighter where they are greater.
beside-failed = It was not compared with { $name }. { $reason }
beside-on = Differences from the other picture
beside-shows = { $percent } % of it shows what the other picture shows: { $width } × { $height } pixels of that one, at { $scale } % of their size.
beside-changed = { $places ->
    [0] No place differs.
    [one] One place differs: { $percent } % of what both show.
   *[other] { $places } places differ: { $percent } % of what both show.
}
beside-marked = Of what the network marks, { $percent } % differs.
beside-different = Of what differs, the network marks { $percent } %.
beside-note = That two pictures differ does not say which of them is the original.

## Asking a model
ask-heading = Ask a model for words
ask-text = A language model that can see describes the marked places. It runs on a server: what goes there is shown to you first, byte for byte, and only if you press send.
ask-open = Show what would be sent
ask-still = The model that was asked has not answered yet.
ask-there = The model has answered.
ask-limits = What a model writes may be wrong. It sees the marks that the network drew, and nothing of the measurements.
ask-repair-text = If the answer is not in the form that is asked for, its own words go back once, to be put in order, without the picture.
ask-settings = Who is asked
ask-preset = Kind of server
ask-base = Address
ask-model = Model
ask-models = Models there that can see:
ask-key = Key, if it wants one
ask-keep-key = Keep the key in this browser too
ask-keep = Keep these settings
ask-try = Test the connection
ask-tried = It answered. Only a generated picture was sent.
ask-wrong-base = This is no address that can be asked: it must begin with https://, or with http://localhost for a server on this computer.
ask-setup = Start it with a model that can see, so that it answers this page: { $line }
ask-mode = What the model is shown
ask-redact = Cover what must not leave
ask-redact-text = Drag over the picture to cover what must not leave, or cover a marked place.
ask-box = Box
ask-brush = Brush
ask-cover = Cover place { $number }
ask-uncover = Uncover the last
ask-uncover-all = Uncover all
ask-preparing = Making the picture that would be sent …
ask-preview = The picture that would be sent, byte for byte
ask-full = At full size
ask-leaves = These { $bytes } bytes ({ $width } × { $height } pixels, JPEG without metadata) and the text below would go to { $host }.
ask-nothing-yet = Nothing has been sent yet.
ask-nobody = nobody yet
ask-prompt = The text that goes with it
ask-send = Send this
ask-first = First say who is asked.
ask-no-door = This browser refuses the frame through which the request would go.
ask-again = Send it again
ask-again-text = The same as before. Nothing is sent again unless you press.
ask-again-wait = { $seconds ->
    [one] Possible in a second.
   *[other] Possible in { $seconds } seconds.
} Nothing is sent again unless you press.
ask-waiting = Sent. Waiting for the answer …
ask-thinking = The model is thinking …
ask-arriving = The answer is arriving …
ask-answer = What the model says
ask-answer-before = What the model said before
ask-answer-text = Written by the model that you asked, not measured.
ask-cut = The answer ends here because it reached the limit of its length.
ask-own = The model’s own remark, on no marked place
ask-sent = What was sent
ask-sent-picture = The picture as shown, in letters (Base64), with its text
ask-sent-repair = The answer, to be put in order, without the picture
ask-sent-test = A generated picture
ask-sent-size = { $bytes } bytes
ask-sent-unanswered = (No answer came, so that nobody knows whether it arrived.)
mode-overlay = The picture under its marks
mode-overlay-text = The whole picture leaves, dimmed outside the marks to half its brightness. Everything in it can be recognised.
mode-overlay_blurred = The marks, surroundings blurred
mode-overlay_blurred-text = Everything outside the marked places and a margin is blurred beyond recovery before anything else.
mode-crops = Only the marked places
mode-crops-text = Cut-outs around the marked places, on one sheet. Of the rest the model sees only what lies beside them.
mode-paper = The marks and the original
mode-paper-text = As in the scientific paper on Omni-IML: the marked picture and the original, joined. The original leaves, made smaller.
preset-ollama = Ollama on this computer
preset-llama-cpp = llama.cpp server on this computer
preset-lm-studio = LM Studio on this computer
preset-vllm = vLLM
preset-hosted = OpenAI, or another hosted model
preset-hosted-text = Any server with OpenAI’s chat completions and a model that can see. Its operator sees what you send.
preset-gateway = A newsroom’s gateway
preset-gateway-text = The address and the token come from those who run it. It chooses model and prompt.

## Viewer
viewer-label = The picture with its marks. Arrow keys move it, plus and minus zoom, 0 fits it, 1 shows full size.
overlay-label = { $count ->
    [0] Nothing is marked in this picture.
    [one] One place is marked in this picture.
   *[other] { $count } places are marked in this picture.
}
zoom-in = Zoom in
zoom-out = Zoom out
zoom-fit = Fit
zoom-full = 1:1
zoom-level = { $percent } %
layers-label = Layers over the picture
layer-mask = Marks
layer-reliability = Doubt
layer-tiles = Tiles
doubt-share = Hatched: the network cannot know whether its mask is right here, { $percent } % of the picture
doubt-little = Hatched: the network cannot know whether its mask is right here, less than 1 % of the picture
doubt-none = Nothing is hatched: nowhere does the network doubt its own mask
tile-frequency = Compression
tile-frequency-short = C
tile-vision = Visible
tile-vision-short = V
key-frequency = Compression (C): its traces and the visible picture
key-vision = Visible (V): the visible picture alone
opacity-label = Strength of the marks
threshold-label = Threshold
threshold-help = Lower marks more and errs more often. The network’s own is { $percent } %.
threshold-reset = Reset
compare-label = Compare marked and unmarked
compare-left = Unmarked
compare-right = Marked
compare-value = { $percent } % unmarked from the left
percent = { $percent } %

## How it was found
how-heading = How it was found
how-domain = Looks like
domain-natural = a natural photograph ({ $percent } %)
domain-document = a document ({ $percent } %)
domain-face = a portrait ({ $percent } %)
domain-scene_text = a street scene with text ({ $percent } %)
domain-unclear = unclear ({ $percent } % at most)
how-relied = What the network relied on
how-frequency = Compression traces in all { $tiles } tiles
how-frequency-one = Compression traces and the visible picture
how-vision = The visible picture alone in all { $tiles } tiles
how-vision-one = The visible picture alone
how-mixed = Compression traces in { $frequency } of { $tiles } tiles, the visible picture alone in the others
how-device = Computed on
device-gpu = The graphics processor (WebGPU)
device-cpu = The CPU
device-cpu-workers = The CPU, { $count } workers
reason-gpu-tested = it passed the self-test
reason-cpu-asked = as asked
reason-gpu-missing = this browser offers no WebGPU
reason-gpu-limited = this graphics processor lacks what is needed
reason-gpu-refused = the graphics processor could not be started
reason-gpu-wrong = the graphics processor failed the self-test
reason-gpu-failed = the graphics processor failed during this session
how-time = Time
how-time-value = { $seconds } s
how-model = Network

## The file
file-heading = The file
file-name = Name
file-format = Format
file-jpeg = JPEG, quality about { $quality }
file-size = Size
file-size-value = { $width } × { $height } pixels, { $megapixels } MP
file-bytes = { $amount } kB
file-hash = SHA-256
metadata-heading = { $count ->
    [one] What the file states: one entry
   *[other] What the file states: { $count } entries
}
metadata-note = Anybody can write and change these, so they prove nothing by themselves. They are shown to you alone.
metadata-private = not in reports
metadata-private-title = It says where, by whom or with which very device the picture was made, so saved reports leave it out.
copy-alt = Small copy of the picture, as the file carries it
copy-size = { $width } × { $height } pixels
copy-agrees = A small copy in the file. It shows the same as the picture.
copy-differs = A small copy in the file. It shows something else than the picture: look at both.
copy-unclear = A small copy in the file, too small or too flat to compare.
source-exif = EXIF
source-gps = Position (GPS)
source-xmp = XMP
source-iptc = IPTC
source-photoshop = Photoshop’s section
source-png-text = PNG texts
source-comment = Comment
source-jfif = JFIF
written-heading = How the file is written
written-coding = Coding
written-coding-value = { $code ->
    [baseline] Baseline
    [extended] Extended
    [progressive] Progressive
   *[other] A rare one
}, { $number ->
    [one] one scan
   *[other] { $number } scans
}
written-sampling = Colour sampling
written-sampling-value = { $number ->
    [0] { $text }
    [1] { $text }: every pixel has a colour of its own
   *[other] { $text }: one colour for { $number } pixels
}
written-table = { $code ->
    [luminance] Quantisation table for brightness
    [chrominance] Quantisation table for colours
   *[other] Quantisation table
}
written-table-value = { $number ->
    [0] One of its own, as cameras and some editing programs use
   *[other] The one that most programs use, at quality { $number }
}
written-restart = Coded units between restart markers
written-parts = Parts, in order
written-ending = End marker
written-ending-value = not found
written-trailing = Bytes behind the picture’s end
written-trailing-value = { $number }, by the look of it { $code ->
    [jpeg] another JPEG picture
    [png] a PNG picture
    [zip] a ZIP archive
    [archive] an archive
    [pdf] a PDF document
    [video] a video
    [samsung] the block that Samsung phones append
    [zeros] zeros
    [text] text
   *[unknown] something unknown
}, { $text ->
    [announced] announced by the file itself
   *[unannounced] which nothing in the file announces
}
written-profile = Colour profile

## Notes
notes-heading = Worth knowing
note-pasted = This picture was pasted. Browsers re-encode what is pasted, so compression traces of the original file are gone. Choose or drop the file itself if you can.
note-phone = Phones convert and shrink many pictures as they are chosen for a page. Traces of the original may be gone.
note-no-jpeg = This is not a JPEG file. If it is a screenshot or was converted, traces of its earlier life are weaker or gone.
note-low-quality = This file was saved at a low quality. Strong compression wipes out traces and can look like one.
note-several = Several files were given. The first one was checked.
note-forgotten = The engine was stopped and does not hold this picture any more. Check it again to use lenses and words and to save a report.
note-restarted = The engine stopped in the middle and was started again on the CPU.
note-extension-mismatch = The file’s name says one format, its content another.
note-first-frame-only = Only the first of its frames or pages was checked.
note-truncated = The file ends early or is damaged. The part that could be read was checked.
note-coefficients-unreadable = Its compression traces could not be read. It was checked by its pixels alone.

## Keep
keep-document = Save report
keep-title = One file with pictures, figures and words, to read, print and hand on. It shows the picture.
keep-more = Save something else
keep-json = Report as data (JSON)
keep-marked = Picture with its marks (PNG)
keep-mask = Mask (PNG)
keep-fade = Marks that come and go (GIF)
keep-making = Making the file …
keep-made = The file was handed to your browser’s downloads.
keep-failed = The file could not be made. Try another one.
again = Check another
again-key = N

## If it is wrong
feedback-heading = Is this result wrong?
feedback-text = Those who run this page can learn from it. This text names the picture by its hash and does not hold it. Copy it, and send it yourself if you want to: this page sends nothing.
feedback-what = What is wrong
feedback-untouched = It marks what was not manipulated
feedback-missed = It misses a manipulation
feedback-place = It marks the wrong place
feedback-label = The text about this result
feedback-copy = Copy the text
feedback-copied = Copied.
feedback-not-copied = The browser did not copy it. Click on the text, which selects all of it, and press Ctrl+C.

## Many pictures
list-progress = Checking pictures: { $done } of { $count } done
list-paused = Paused: { $done } of { $count } pictures done
list-over = { $count ->
    [one] The picture is done
   *[other] All { $count } pictures done
}
list-left = About { $left } left for all of them. Open a picture to see where it is marked.
list-hint = Open a picture to see where it is marked, and everything else about it.
list-pause = Pause
list-resume = Go on
list-add = Add pictures
list-sort = Highest scores first
list-save = Save results as data
list-clear = Clear the list
list-keep = Keep list, pictures and results in this browser ({ $megabytes } MB). Clearing the list deletes them.
list-keep-failed = This browser could not keep the list as you wanted; there may be too little room. Save the results as data, or delete this site’s data in the browser’s settings.
list-full = No more than 2,000 pictures fit into a list. The others were left out.
list-waiting = Waiting
list-running = Being checked …
list-found = { $verdict } · { $percent } %
list-nameless = Pasted picture
list-remove = Remove { $name } from the list
list-label = The list
list-back = Back to the list
list-previous = Previous result
list-next = Next result
pdf-opening = Looking for pictures in the document …
# The place first: on a narrow screen the end is cut off.
pdf-picture = Page { $page }, picture { $number }: { $name }
pdf-picture-hidden = On no page, picture { $number }: { $name }
pdf-found = { $count ->
    [one] One picture was taken out of { $name }. What it draws as text or lines is no picture, and is not checked.
   *[other] { $count } pictures were taken out of { $name }. What it draws as text or lines is no picture, and is not checked.
}
pdf-left = { $count ->
    [one] One more could not be read here: save it with a PDF reader, and check what it saved.
   *[other] { $count } more could not be read here: save them with a PDF reader, and check what it saved.
}
pdf-small = { $count ->
    [one] One was left out, for a side of it is below 32 pixels.
   *[other] { $count } were left out, for a side of each is below 32 pixels.
}

## Errors
error-heading = This picture could not be checked
error-engine-heading = The engine could not be started
error-again = Choose another picture
error-retry = Try again
error-detail = Details
error-empty-file = The file is empty. Save or download it again.
error-file-too-large = The file is too large. The limit is 64 MB; a smaller copy loses traces, a cut-out keeps them.
error-too-many-pixels = The picture has too many pixels. The limit is 50 megapixels; a smaller copy loses traces, a cut-out keeps them.
error-side-too-long = A side of the picture is too long. The limit is 20,000 pixels; check a cut-out of it.
error-too-much-metadata = The file carries too much metadata. The limit is 8 MB; remove it and try again.
error-too-much-memory = This picture takes too much memory. Check a cut-out of it, or a copy with 8 bits a sample.
error-too-many-parts = The file is built as no ordinary picture is. Save it again with another program.
error-unsupported-coding = This JPEG uses a rare coding that is not read here. Save it as an ordinary JPEG or as a PNG.
error-unsupported-format = This kind of file cannot be read here. Export a HEIC or AVIF picture as JPEG, give a PDF a name that ends in .pdf, save a frame of a video as PNG, and check that.
error-unknown-format = This is not a picture that can be read here. JPEG, PNG, WebP, BMP, TIFF and GIF can.
error-damaged-file = The file is damaged and cannot be opened. Save or download it again.
error-unreadable = The browser could not read the file. It may be a folder, or was moved or deleted.
error-not-a-file = That was not a file. Save the picture first, then drop or choose it.
error-paste = There is no picture on the clipboard.
error-pdf-damaged = The document is damaged and cannot be opened. Save or download it again.
error-pdf-empty = There is no picture in the document that could be checked. What it draws as text or lines is none.
error-pdf-locked = The document asks for a password. Save a copy without one, and check that.
error-pdf-slow = The document took too long. Save the pages in question as a document of their own.
error-pdf-unread = The pictures in the document cannot be read here: they are coded or coloured in a rare way, or damaged. Save them with a PDF reader, and check what it saved.
error-shared = The picture that was shared did not arrive. Share it again, or open it here.
error-sample = The sample could not be loaded.
error-network = The engine or the network’s weights could not be fetched. Check the connection and try again.
error-weights = The network’s weights did not arrive as published. Try again.
error-version = Page and engine are of two versions. Reload the page.
error-engine = The engine stopped twice on this picture. The next one starts afresh.
error-queue = Too many pictures are waiting. Reload the page.
error-nothing-in-common = The two pictures were not found to show the same. If they do, cut both to what they have in common, and turn them the same way up.
error-other = Something went wrong on our side.
