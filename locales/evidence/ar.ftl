### ما تُظهره كل عدسة، وما يُنتبه إليه، وما يُتجاهل، وإعداداتها وأرقامها. ملف لكل لغة.

## Error level analysis
lens-ela = مستويات الخطأ (ELA)
lens-ela-shows = مقدار تغيّر كل جزء حين تُحفظ الصورة مرة أخرى بصيغة JPEG.
lens-ela-look = مساحة أفتح أو أغمق من غيرها ذات النسيج نفسه: ربما حُفظت مرات أقل أو أكثر من الباقي.
lens-ela-ignore = الحواف والنسيج الدقيق والألوان القوية أفتح دائمًا. وفي صورة حُفظت مرارًا أو صُغّرت تكون الفروق قد زالت.
lens-ela-quality = جودة JPEG
lens-ela-figure-quality = حُفظت بجودة
lens-ela-figure-mean = متوسط التغيّر
lens-ela-figure-p99 = تغيّر لا يتجاوزه إلا ⁦1%⁩

## JPEG ghosts
lens-ghost = أشباح JPEG
lens-ghost-shows = الأجزاء التي حُفظت من قبل بجودة JPEG غير جودة الباقي.
lens-ghost-look = مساحة متماسكة واضحة الحدود تبرز عند جودة بعينها وتخبو عند غيرها.
lens-ghost-ignore = السماء والجدران وسائر المساحات المنتظمة كثيرًا ما تبرز من تلقاء نفسها. ولا يظهر شيء إذا كان الحفظ الأخير هو الأخشن.
lens-ghost-quality = الجودة المجرَّبة (0: اختيار تلقائي)
lens-ghost-figure-quality = الجودة المعروضة
lens-ghost-figure-separation = وضوح انفصال المجموعتين (من 0 إلى 0.25)

## Block grid
lens-grid = شبكة الكتل
lens-grid-shows = أين لا تقع كتل 8×8 من حفظ JPEG سابق على شبكة الكتل في الباقي.
lens-grid-look = مساحة شبكة كتلها مزاحة: قُصّت من صورة JPEG أخرى أو نُقلت داخل هذه الصورة.
lens-grid-ignore = المساحات المنتظمة والشديدة العتمة والمحترقة ليس فيها شبكة كتل تُقرأ. والتحجيم أو التنعيم القوي يمحوها في كل مكان.
lens-grid-reach = الجوار (خلايا في كل جهة)
lens-grid-figure-column = شبكة الصورة كلها تبدأ عند العمود
lens-grid-figure-row = وعند الصف
lens-grid-figure-strength = مدى وضوحها

## Double quantisation
lens-double-quantisation = الضغط المزدوج
lens-double-quantisation-shows = مدى رجحان أن كل كتلة ضُغطت مرة واحدة حيث ضُغط الباقي مرتين، كما يُقرأ من معاملات الملف نفسه.
lens-double-quantisation-look = مساحة متماسكة تختلف عما حولها: ربما أُدخلت قبل الحفظ الأخير.
lens-double-quantisation-ignore = المساحات المنتظمة والمحترقة لا تقول شيئًا، وكذلك الصورة التي حُفظت مرة واحدة فقط أو كان حفظها الأخير بجودة أدنى.
lens-double-quantisation-frequencies = الترددات المقروءة
lens-double-quantisation-reach = الجوار (كتل في كل جهة)
lens-double-quantisation-figure-jpeg-coefficients = في الملف معاملات JPEG (1: نعم)
lens-double-quantisation-figure-frequencies = الترددات المضغوطة مرتين
lens-double-quantisation-figure-first-quality = جودة الحفظ السابق (0: لم يُرَ)

## Noise level
lens-noise = مستوى الضوضاء
lens-noise-shows = مدى قوة الضوضاء الدقيقة حول كل موضع مقارنةً بباقي الصورة.
lens-noise-look = جسم تختلف ضوضاؤه عن ضوضاء ما حوله مع تشابه الضوء والنسيج: ربما جاء من كاميرا أخرى أو جرى تنعيمه.
lens-noise-ignore = النسيج، كأوراق الشجر والقماش، يُحسب ضوضاء. والظلال والسماء والخلفيات الضبابية تختلف من تلقاء نفسها.
lens-noise-reach = الجوار (خلايا في كل جهة)
lens-noise-figure-median = الضوضاء المعتادة
lens-noise-figure-p90-to-p10 = المواضع الصاخبة إلى الهادئة (نسبة)

## Noise residual
lens-residual = بقايا الضوضاء
lens-residual-shows = ما يبقى من كل بكسل حين تُنزع الصورة ولا تبقى إلا ضوضاؤها.
lens-residual-look = مواضع بلا أي ضوضاء، أو فيها خطوط أو نمط منتظم، أو حبيباتها أخشن من الباقي.
lens-residual-ignore = الحواف والنسيج الدقيق تترك خطوطًا. والمساحات المحترقة والسوداء لا ضوضاء فيها في أي صورة.
lens-residual-threshold = يُحسب ضوضاء حتى (أضعاف مستوى الضوضاء)
lens-residual-figure-level = ضوضاء الصورة
lens-residual-figure-rms = قوة البقايا

## Sharpness
lens-sharpness = الحدّة
lens-sharpness-shows = مدى ضبابية الحواف حول كل موضع مقارنةً بباقي الصورة.
lens-sharpness-look = جسم أكثر حدّة أو نعومة من جيرانه على المسافة نفسها من الكاميرا.
lens-sharpness-ignore = كثيرًا ما تكون المقدمة والخلفية خارج التركيز، وما يتحرك يكون ضبابيًا. والمواضع التي لا حواف فيها لا تُقاس وتبقى معتمة.
lens-sharpness-edge = أضعف حافة تُحسب (مستويات رمادي لكل بكسل)
lens-sharpness-reach = الجوار (خلايا في كل جهة)
lens-sharpness-figure-blur = الضبابية المعتادة للحافة
lens-sharpness-figure-p90-to-p10 = المواضع الناعمة إلى الحادة (نسبة)
lens-sharpness-figure-measured = الخلايا التي فيها حواف

## Resampling
lens-resampling = إعادة أخذ العيّنات
lens-resampling-shows = أين تتبع البكسلات جيرانها بإيقاع منتظم، كما يتركه التكبير أو التصغير أو التدوير.
lens-resampling-look = جسم مفرد فيه إيقاع ليس فيما حوله: جرى تحجيمه أو تدويره ليلائم المكان.
lens-resampling-ignore = للأقمشة والأسيجة والشاشات والمطبوعات إيقاعات خاصة بها. وإذا كانت الصورة كلها قد حُجّمت ظهر الإيقاع فيها كلها.
lens-resampling-side = ضلع النوافذ (بكسل)
lens-resampling-figure-median = الذروة المعتادة
lens-resampling-figure-greatest = أكبر ذروة

## Copied parts
lens-clone = الأجزاء المنسوخة
lens-clone-shows = أزواج من المواضع في هذه الصورة يشبه بعضها بعضًا، مع خط يصل بين كل اثنين.
lens-clone-look = خطوط كثيرة بالطول والاتجاه نفسيهما بين مساحتين: قد تكون إحداهما نسخة من الأخرى.
lens-clone-ignore = النوافذ والبلاط والحروف وغيرها مما يتكرر تتشابه من دون أن تكون قد نُسخت.
lens-clone-similarity = التشابه الذي يُبدأ منه
lens-clone-least-size = أصغر جزء (بالألف من الصورة)
lens-clone-figure-pairs = الأزواج التي وُجدت
lens-clone-figure-similarity = تشابه أقرب زوج

## Luminance gradient
lens-gradient = تدرّج الإضاءة
lens-gradient-shows = في أي اتجاه يزداد كل موضع سطوعًا، باللون، وبأي شدّة، بالسطوع.
lens-gradient-look = مساحات ناعمة على نحو غريب، أو حدود قاسية حول جسم واحد، أو أسطح تبدو مضاءة من جهة غير جهة الباقي.
lens-gradient-ignore = الألوان تتبع الشكل والنسيج. وتعدد المصابيح والانعكاسات والأسطح المنحنية تعطي اتجاهات كثيرة معًا.
lens-gradient-full = الميل عند السطوع الكامل (مستويات رمادي لكل بكسل)
lens-gradient-figure-mean = متوسط الميل
lens-gradient-figure-agreement = مدى اتفاق الاتجاهات كلها (من 0 إلى 1)

## Principal components
lens-components = المركّبات الرئيسية
lens-components-shows = الصورة على أحد الاتجاهات الثلاثة التي تختلف فيها ألوانها أكثر ما تختلف، ثم ما يليه، ثم أقل ما تختلف.
lens-components-look = في الثالثة: مساحات لها صبغة أو حبيبات أو نمط كتل غير ما لجيرانها التي تبدو للعين مثلها.
lens-components-ignore = الأجسام ذات اللون غير المألوف تبرز من تلقاء نفسها، وكذلك كتل ضغط JPEG الشديد.
lens-components-component = المركّبة (1: الأكثر، 3: الأقل)
lens-components-figure-share = الحصة من الفروق كلها
lens-components-figure-deviation = الفرق المعتاد
lens-components-figure-red = الأحمر
lens-components-figure-green = الأخضر
lens-components-figure-blue = الأزرق

## Level sweep
lens-levels = مسح المستويات
lens-levels-shows = نطاق ضيق من السطوع يُمدّ حتى تُرى أدق الفروق.
lens-levels-look = أثناء تحريك النافذة، ولا سيما قرب الأبيض وفي الظل العميق: رقع مستقيمة الحدود، وضربات فرشاة، ومواضع وصل.
lens-levels-ignore = الدرجات الناعمة في السماء والظل مصدرها الضغط، والورق الأبيض ليس أبيض بانتظام أبدًا.
lens-levels-centre = منتصف النطاق
lens-levels-width = عرض النطاق
lens-levels-figure-below = أغمق من النطاق
lens-levels-figure-within = داخل النطاق
lens-levels-figure-above = أفتح من النطاق

## Units
lens-unit-grey-levels = مستويات رمادي
lens-unit-grey-levels-a-pixel = مستويات رمادي لكل بكسل
lens-unit-pixels = بكسل

## قناعا الشبكة التقريبيان
lens-coarse-vision = الشبكة: بحسب ما يُرى
lens-coarse-vision-shows = القناع التقريبي الذي ترسمه الشبكة من الصورة المرئية وحدها، قبل أن تختار بوابتها.
lens-coarse-vision-look = الفرق بينه وبين القناع التقريبي مع آثار الضغط: حيث يختلفان تكون آثار الضغط هي السبب.
lens-coarse-vision-ignore = إنه مسودة بقيمة واحدة لكل 8×8 بكسل. القناع النهائي يعرف أكثر، وقد يخالفها.
lens-coarse-vision-figure-marked = ما تُعلّمه هذه المسودة من الصورة
lens-coarse-fused = الشبكة: مع آثار الضغط
lens-coarse-fused-shows = القناع التقريبي الذي ترسمه الشبكة من الصورة المرئية ومن آثار ضغط JPEG معًا.
lens-coarse-fused-look = هل يتفق مع القناع الذي بحسب ما يُرى؟ تُظهر طبقة «الرقع» أيهما اختارت البوابة.
lens-coarse-fused-ignore = هو مسودة أيضًا. حيث اختارت البوابة الصورة المرئية وحدها، لا نصيب له في القناع النهائي.
lens-coarse-fused-figure-marked = ما تُعلّمه هذه المسودة من الصورة

## The network's coarse masks
lens-coarse-vision = الشبكة: بحسب ما يُرى
lens-coarse-vision-shows = القناع التقريبي الذي ترسمه الشبكة من الصورة المرئية وحدها، قبل أن تختار بوابتها.
lens-coarse-vision-look = بمَ يختلف عن القناع التقريبي مع الضغط: هناك تصنع آثار الضغط الفرق.
lens-coarse-vision-ignore = هو مسودة فيها قيمة واحدة لكل 8×8 بكسل. والقناع النهائي يعرف أكثر وقد يخالفه.
lens-coarse-vision-figure-marked = ما تضع هذه المسودة عليه علامة من الصورة
lens-coarse-fused = الشبكة: مع آثار الضغط
lens-coarse-fused-shows = القناع التقريبي الذي ترسمه الشبكة من الصورة المرئية وآثار ضغط JPEG معًا.
lens-coarse-fused-look = هل يتفق مع القناع المرسوم بحسب ما يُرى. وطبقة «الرقع» تُظهر أيهما اختارته البوابة.
lens-coarse-fused-ignore = هو مسودة أيضًا. وحيث اختارت البوابة الصورة المرئية وحدها فلا نصيب له في القناع النهائي.
lens-coarse-fused-figure-marked = ما تضع هذه المسودة عليه علامة من الصورة
