### What each lens shows, what to look at, what to ignore, its parameters and its figures. One file for each language.

## Error level analysis
lens-ela = Error levels (ELA)
lens-ela-shows = How much each part changes when the picture is saved once more as JPEG.
lens-ela-look = An area that is brighter or darker than others of the same texture: it may have been saved fewer or more times than the rest.
lens-ela-ignore = Edges, fine texture and strong colours are always brighter. In a picture that was saved often or made smaller, the differences are gone.
lens-ela-quality = JPEG quality
lens-ela-figure-quality = Saved at quality
lens-ela-figure-mean = Mean change
lens-ela-figure-p99 = Change that 1 % exceed

## JPEG ghosts
lens-ghost = JPEG ghosts
lens-ghost-shows = Parts that were once saved at another JPEG quality than the rest.
lens-ghost-look = A compact area with clear borders that stands out at one quality and fades at others.
lens-ghost-ignore = Sky, walls and other even areas often stand out by themselves. Nothing shows when the last save was the coarsest one.
lens-ghost-quality = Quality to try (0: choose by itself)
lens-ghost-figure-quality = Quality shown
lens-ghost-figure-separation = How clearly two groups part (0 to 0.25)

## Block grid
lens-grid = Block grid
lens-grid-shows = Where the 8×8 blocks of an earlier JPEG save do not lie on the grid of the rest.
lens-grid-look = An area whose grid is shifted: it was cut from another JPEG picture or moved inside this one.
lens-grid-ignore = Even, very dark and burnt-out areas have no readable grid. Scaling or strong smoothing erases it everywhere.
lens-grid-reach = Neighbourhood (cells on each side)
lens-grid-figure-column = Grid of the whole begins at column
lens-grid-figure-row = and at row
lens-grid-figure-strength = How clearly it shows

## Double quantisation
lens-double-quantisation = Double compression
lens-double-quantisation-shows = How likely each block was compressed once where the rest was compressed twice, read from the file’s own coefficients.
lens-double-quantisation-look = A compact area that differs from its surroundings: it may have come in before the last save.
lens-double-quantisation-ignore = Even and burnt-out areas say nothing, and neither does a picture that was saved only once, or last at a lower quality.
lens-double-quantisation-frequencies = Frequencies that are read
lens-double-quantisation-reach = Neighbourhood (blocks on each side)
lens-double-quantisation-figure-jpeg-coefficients = The file holds JPEG coefficients (1: yes)
lens-double-quantisation-figure-frequencies = Frequencies compressed twice
lens-double-quantisation-figure-first-quality = Quality of the save before (0: none seen)

## Noise level
lens-noise = Noise level
lens-noise-shows = How strong the fine noise is around each place, compared with the rest of the picture.
lens-noise-look = An object whose noise differs from that of its surroundings though light and texture are alike: it may come from another camera, or have been smoothed.
lens-noise-ignore = Texture such as leaves or cloth counts as noise. Shadows, sky and blurred backgrounds differ by themselves.
lens-noise-reach = Neighbourhood (cells on each side)
lens-noise-figure-median = Usual noise
lens-noise-figure-p90-to-p10 = Noisy against quiet places (ratio)

## Noise residual
lens-residual = Noise residual
lens-residual-shows = What remains of each pixel when the picture is taken away and only its noise is left.
lens-residual-look = Places without any noise, with stripes or a regular pattern, or with coarser grain than the rest.
lens-residual-ignore = Edges and fine texture leave lines. Burnt-out and black areas have no noise in any picture.
lens-residual-threshold = Counts as noise up to (times the noise level)
lens-residual-figure-level = Noise of the picture
lens-residual-figure-rms = Strength of the residual

## Sharpness
lens-sharpness = Sharpness
lens-sharpness-shows = How blurred the edges around each place are, compared with the rest of the picture.
lens-sharpness-look = An object that is sharper or softer than its neighbours at the same distance from the camera.
lens-sharpness-ignore = Foreground and background are often out of focus, and what moves is blurred. Places without edges are not measured and stay dark.
lens-sharpness-edge = Weakest edge that counts (grey levels a pixel)
lens-sharpness-reach = Neighbourhood (cells on each side)
lens-sharpness-figure-blur = Usual blur of an edge
lens-sharpness-figure-p90-to-p10 = Soft against sharp places (ratio)
lens-sharpness-figure-measured = Cells with edges

## Resampling
lens-resampling = Resampling
lens-resampling-shows = Where pixels follow their neighbours in a regular rhythm, as enlarging, shrinking or turning leaves it.
lens-resampling-look = A single object with a rhythm that its surroundings do not have: it was scaled or turned to fit.
lens-resampling-ignore = Fabrics, fences, screens and print have rhythms of their own. If the whole picture was scaled, all of it shows one.
lens-resampling-side = Side of the windows (pixels)
lens-resampling-figure-median = Usual peak
lens-resampling-figure-greatest = Greatest peak

## Copied parts
lens-clone = Copied parts
lens-clone-shows = Pairs of places in this picture that look alike, with a line from one to the other.
lens-clone-look = Many lines of the same length and direction between two areas: one may be a copy of the other.
lens-clone-ignore = Windows, tiles, letters and other things that repeat look alike without having been copied.
lens-clone-similarity = Likeness from which on
lens-clone-least-size = Smallest part (per mille of the picture)
lens-clone-figure-pairs = Pairs found
lens-clone-figure-similarity = Likeness of the closest pair

## Luminance gradient
lens-gradient = Luminance gradient
lens-gradient-shows = In which direction each place grows lighter, as a colour, and how steeply, as brightness.
lens-gradient-look = Areas that are strangely smooth, hard outlines around one object, or surfaces that seem lit from another side than the rest.
lens-gradient-ignore = Colours follow shape and texture. Several lamps, reflections and curved surfaces give many directions at once.
lens-gradient-full = Slope at full brightness (grey levels a pixel)
lens-gradient-figure-mean = Mean slope
lens-gradient-figure-agreement = How much all directions agree (0 to 1)

## Principal components
lens-components = Principal components
lens-components-shows = The picture along one of the three directions in which its colours differ most, next and least.
lens-components-look = In the third: areas with another tint, grain or block pattern than neighbours that look the same to the eye.
lens-components-ignore = Objects of an unusual colour stand out by themselves, and so do the blocks of strong JPEG compression.
lens-components-component = Component (1: most, 3: least)
lens-components-figure-share = Share of all differences
lens-components-figure-deviation = Usual difference
lens-components-figure-red = Red
lens-components-figure-green = Green
lens-components-figure-blue = Blue

## Level sweep
lens-levels = Level sweep
lens-levels-shows = A narrow range of brightness, stretched until the faintest differences can be seen.
lens-levels-look = While moving the window, above all near white and in deep shadow: patches with straight borders, brush strokes, seams.
lens-levels-ignore = Soft steps in sky and shadow come from compression, and white paper is never evenly white.
lens-levels-centre = Middle of the range
lens-levels-width = Width of the range
lens-levels-figure-below = Darker than the range
lens-levels-figure-within = Within the range
lens-levels-figure-above = Lighter than the range

## Units
lens-unit-grey-levels = grey levels
lens-unit-grey-levels-a-pixel = grey levels a pixel
lens-unit-pixels = pixels

## The network's coarse masks
lens-coarse-vision = The network: by what can be seen
lens-coarse-vision-shows = The coarse mask that the network draws from the visible picture alone, before its gate chooses.
lens-coarse-vision-look = How it differs from the coarse mask with compression: there, the traces of compression make the difference.
lens-coarse-vision-ignore = It is a draft with one value for each 8×8 pixels. The final mask knows more, and may overrule it.
lens-coarse-vision-figure-marked = Of the picture, this draft marks
lens-coarse-fused = The network: with traces of compression
lens-coarse-fused-shows = The coarse mask that the network draws from the visible picture and the traces of JPEG compression together.
lens-coarse-fused-look = Whether it agrees with the one by what can be seen. The layer “Tiles” shows which of the two the gate chose.
lens-coarse-fused-ignore = It is a draft, too. Where the gate chose the visible picture alone, it has no part in the final mask.
lens-coarse-fused-figure-marked = Of the picture, this draft marks
