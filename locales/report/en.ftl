### The document that a person keeps of a check. The other languages hold the same messages with the same variables.

title = Check of { $file }
title-unnamed = Check of a picture without a name
made = Checked by Omni-IML { $program } on { $at } (UTC), on the device of the person who asked for it.
made-earlier = Checked by Omni-IML, on the device of the person who asked for it.

## The picture
picture-alt = The picture, with the marked places in pink
picture-caption = The picture with its marks. Pink: where the network’s probability of a manipulation is { $threshold } % or more. Numbers: the places below.
mask-heading = The whole mask
mask-alt = The mask
mask-caption = The lighter, the more probable a manipulation, to the network.

## The places
places-heading = Marked places
places-none = No place reaches the threshold.
place = Place
place-where = Left, top, width, height (pixels)
place-area = Share of the picture
place-strength = Strength
place-reliability = Reliability

## In words
words-heading = In words
words-note = Written on the device from what was measured. Below each sentence are the figures it stands on, by their names in the JSON report.
region = Place { $number }
file-words = The file
limits-words = What could not be examined
next-words = What you might do next

## A model
model-heading = What a language model says
model-note = These are the words of the model “{ $model }”, which was shown the picture with its marks, as is said below. They are no measurements, and may be wrong.
model-note-unnamed = These are the words of a model at a server, which was shown the picture with its marks, as is said below. They are no measurements, and may be wrong.
model-own = About no marked place:
model-cut = The answer ends here because it reached the limit of its length.

## What left the device
sent-heading = What left the device
sent-nothing = Nothing: the check, and every word in this document, were made on the device.
sent-when = When (UTC)
sent-to = To
sent-what = What
sent-bytes = Bytes
sent-hash = SHA-256 of the picture in it
sent-picture = The picture with its marks, as the person saw and agreed, and the question
sent-repair = The model’s own text, to be put in order; no picture
sent-test = A generated picture, to test the connection
sent-texts = Texts

## How
how-heading = How it was checked
how-model = Network
how-model-hash = SHA-256 of its weights
how-device = Computed on
how-cpu = the processor
how-gpu = the graphics processor
how-tiles = Tiles
how-tiles-value = { $frequency } of { $tiles } with JPEG frequencies, the others by the visible picture alone
how-score = Score of the whole picture
how-bands = Thresholds of the score
how-bands-value = weak { $weak }, moderate { $moderate }, strong { $strong }, very strong { $very_strong }
how-time = Time
how-time-value = { $seconds } s

## The file
file-heading = The file
file-name = Name
file-format = Format
file-jpeg = JPEG, quality about { $quality }
file-size = Size
file-size-value = { $width } × { $height } pixels
file-hash = SHA-256
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
stated-heading = What the file states about itself
stated-note = Anybody can write such statements. Those of places, people and devices are left out here.

## Limits
limits-heading = What this cannot tell
limits-absence = An absence of findings proves nothing: a careful manipulation, or one of a kind that the network has not learned, leaves no mark.
limits-presence = A mark is no proof either: ordinary editing, text over a picture and strong compression can look like a manipulation. The score is no probability.
limits-generated = Wholly generated pictures are not what it looks for: it finds parts that do not fit the rest.
limits-accusation = Nobody should be accused because of this document alone.
verify-note = “omni-iml verify REPORT.json PICTURE” checks the picture again and says what of the JSON report agrees.
