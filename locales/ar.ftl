### كل كلمة في الصفحة بالعربية. الرسائل والمتغيرات هي نفسها التي في en.ftl. الأرقام لاتينية كي تبقى القيم قابلة للمقارنة بين اللغات،
### وما يُقرأ من اليسار (الأبعاد والنسب والعناوين) محصور بين U+2066 وU+2069؛ أما النصوص التي تحلّ محل المتغيرات فيعزلها البرنامج نفسه.

## The frame
app-name = Omni-IML
app-title = Omni-IML – اكتشف ما جرى التلاعب به، على جهازك أنت
skip-link = الانتقال إلى الصورة
sheet-close = إغلاق
local-badge = على هذا الجهاز فقط
local-badge-title = سياسة الصفحة نفسها تمنعها من الاتصال بأي خادم آخر.
footer-promise = تبقى صورك على هذا الجهاز. لا رفع ولا حساب ولا تتبّع.
footer-version = الإصدار { $version }
footer-language = اللغة

offline-open = الاستخدام دون اتصال
newer-ready = يتوفر إصدار أحدث من هذه الصفحة. سيُستخدم بعد إغلاق جميع علامات التبويب والنوافذ التي تعرض هذه الصفحة.
newer-now = استخدامه الآن
newer-now-text = استخدامه الآن يعيد تحميل الصفحة، ويلزم عندئذ فتح الصورة من جديد.

## Without a connection
offline-heading = دون اتصال
offline-asking = جارٍ النظر في ما هو مخزَّن هنا …
offline-insecure = عنوان هذه الصفحة غير مشفَّر. في مثل هذه العناوين لا تخزّن المتصفحات شيئًا ولا تسمح للصفحات باستخدام معالج الرسوميات. تُفحص الصور مع ذلك على معالج هذا الجهاز، ولا يغادره شيء؛ غير أن الصفحة نفسها تُحمَّل في كل مرة.
offline-impossible = هذا المتصفح، أو هذه النافذة، لا يخزّن الصفحات. وكثيرًا ما يكون ذلك في النوافذ الخاصة.
offline-declined = لا شيء من البرنامج مخزَّن هنا، كما أردت.
offline-broken = تعذّر تخزين البرنامج. أعد المحاولة حين يتوفر اتصال.
offline-partly = تُفتح الصفحة دون اتصال. ولفحص الصور دون اتصال يلزم تخزين { $megabytes } ميغابايت أخرى على هذا الجهاز.
offline-ready = يمكن فحص الصور دون اتصال. وقد يحذف المتصفح ما هو مخزَّن إذا ضاقت المساحة.
offline-ready-promised = يمكن فحص الصور دون اتصال، وقد تعهّد المتصفح بالاحتفاظ بما هو مخزَّن.
offline-keep = إتاحة الاستخدام دون اتصال
offline-stop = إيقاف
offline-erase = حذف البرنامج المخزَّن
offline-limits = لا يُخزَّن سوى البرنامج: لا صورة ولا نتيجة. أما طلب الشرح من نموذج لغوي فيحتاج إلى اتصال.
offline-progress = جارٍ التخزين: { $done } من { $total } ميغابايت
offline-progress-label = تقدّم التخزين
offline-whole = { $all } ميغابايت
offline-share = { $kept } من { $all } ميغابايت
offline-lacking = ليس على هذا الجهاز بعد: { $parts }.
offline-failed-network = تعذّر جلب { $file }. ما وصل محفوظ؛ أعد المحاولة حين يتوفر اتصال.
offline-failed-outdated = في الموقع إصدار أحدث من { $file }. أغلق جميع علامات التبويب والنوافذ التي تعرض هذه الصفحة، ثم افتحها من جديد وأعد المحاولة.
offline-failed-full = لم تعد على هذا الجهاز مساحة تكفي { $file }. أفرغ بعض المساحة ثم أعد المحاولة.
offline-failed-other = لم ينجح ذلك. أعد تحميل الصفحة ثم حاول مرة أخرى.
offline-failed-stopped = أُوقف التخزين. الملفات التي وصلت كاملة محفوظة.
part-shell = الصفحة
part-engine = المحرّك
part-weights = أوزان الشبكة
part-credentials = قارئ Content Credentials

## Empty
intro-heading = هل جرى التلاعب بهذه الصورة؟
intro-text = أفلِت هنا صورة فوتوغرافية أو مستندًا ممسوحًا أو صورة شخصية أو مشهدًا من الشارع. تعمل شبكة عصبية صغيرة داخل متصفحك وتضع علامة حيث ترى آثار لصق أو نسخ أو حذف أو تنميق.
drop-heading = أفلِت صورة في أي مكان
drop-heading-over = أفلِتها الآن لفحص هذه الصورة
drop-text = أو ألصق صورة بالضغط على Ctrl+V
drop-choose = اختيار صورة
drop-formats = بصيغة JPEG أو PNG أو WebP أو BMP أو TIFF أو GIF، حتى 64 ميغابايت و50 ميغابكسل
samples-heading = أو جرّب واحدة من صورنا
sample-authentic = بحيرة
sample-authentic-text = لم تُمَسّ
sample-copied = أشجار
sample-copied-text = نُسخ جزء منها
sample-pasted = القمر
sample-pasted-text = أُلصق فيها شيء
promise-private-heading = لا شيء يغادر جهازك
promise-private-text = المتصفح نفسه يمنع هذه الصفحة من الوصول إلى أي خادم آخر. وبعد تحميلها لا تحتاج إلى اتصال.
promise-pixels-heading = بكسلًا ببكسل
promise-pixels-text = ترى أين وقع التلاعب، لا هل وقع فحسب، ويمكنك ضبط العتبة بنفسك.
promise-honest-heading = تُصرّح بعدم يقينها
promise-honest-text = الأثر الضعيف يُسمّى ضعيفًا، وغياب الأثر لا يُسمّى دليلًا أبدًا.

## Working
working-heading = جارٍ فحص الصورة
phase-starting = جارٍ تشغيل المحرّك
phase-fetching = جارٍ جلب الشبكة لمرة واحدة: { $done } من { $total } ميغابايت
phase-preparing = جارٍ تجهيز الشبكة
phase-testing = جارٍ تجهيز معالج الرسوميات واختبار صحة حساباته
phase-decoding = جارٍ قراءة الملف
phase-coefficients = جارٍ قراءة آثار الضغط فيه
phase-tiles = الرقعة { $done } من { $count }
phase-tiles-left = الرقعة { $done } من { $count }، وبقي نحو { $left }
phase-blending = جارٍ ضمّ الرقع بعضها إلى بعض
left-seconds = { $count ->
    [one] ثانية واحدة
    [two] ثانيتين
    [few] { $count } ثوانٍ
   *[other] { $count } ثانية
}
left-minutes = { $count ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $count } دقائق
   *[other] { $count } دقيقة
}
cancel = إلغاء
cancel-key = Esc
progress-label = التقدّم
status-done = انتهى الفحص. { $verdict }
status-cancelled = أُلغي الفحص. لم يُحفظ شيء.
status-error = لم ينجح ذلك. { $reason }

## Verdict
result-label = النتيجة
verdict-none = لم يُعثر على آثار تلاعب واضحة
verdict-weak = آثار تلاعب ضعيفة
verdict-moderate = آثار تلاعب متوسطة
verdict-strong = آثار تلاعب قوية
verdict-very_strong = آثار تلاعب قوية جدًا
verdict-none-text = { $places ->
    [0] لم ترَ الشبكة ما يلفت النظر. لكن ذلك لا يثبت شيئًا: فالتلاعب المتقن أو غير المألوف لا يترك أثرًا تعرفه.
   *[other] الصورة في مجملها لا تلفت النظر. بعض المواضع المفردة يلفته قليلًا؛ وهي معلَّمة، وقد لا يكون فيها ما يريب.
}
verdict-weak-text = { $places ->
    [0] ثمة ما يلفت النظر قليلًا، لكن ليس في موضع بعينه. وقد يبدو التحرير العادي أو النص أو الضغط الشديد على هذا النحو أيضًا.
   *[other] ثمة ما يلفت النظر قليلًا. وقد يبدو التحرير العادي أو النص أو الضغط الشديد على هذا النحو أيضًا.
}
verdict-moderate-text = { $places ->
    [0] تبدو الصورة في مجملها معدَّلة، لكن لا موضع بعينه يبلغ العتبة. وخفض العتبة يُظهر أين الآثار أقوى.
   *[other] أجزاء من هذه الصورة لا تتفق مع باقيها. انظر إلى المواضع المعلَّمة بنفسك.
}
verdict-strong-text = { $places ->
    [0] تبدو الصورة في مجملها معدَّلة بوضوح، لكن لا موضع بعينه يبلغ العتبة. وخفض العتبة يُظهر أين الآثار أقوى.
   *[other] أجزاء من هذه الصورة لا تتفق بوضوح مع باقيها. انظر إلى المواضع المعلَّمة بنفسك.
}
verdict-very_strong-text = { $places ->
    [0] تبدو الصورة في مجملها معدَّلة بوضوح، لكن لا موضع بعينه يبلغ العتبة. وخفض العتبة يُظهر أين الآثار أقوى.
   *[other] أجزاء من هذه الصورة لا تتفق بوضوح مع باقيها. انظر إلى المواضع المعلَّمة بنفسك.
}
unsure-label = نتيجة غير مؤكدة
unsure-text = القيمة قريبة من العتبة، أو أن الصورة من خارج ما دُرّبت عليه الشبكة. لا تُعطها وزنًا كبيرًا.
score-label = درجة الصورة كلها
score-value = ⁦{ $percent }%⁩
score-scale = ما تعنيه هذه الدرجة لدى هذه الشبكة تقوله الكلمات أعلاه. وهي ليست احتمالًا.
absence = غياب النتائج لا يثبت شيئًا. والصور المولَّدة بالكامل ليست ما تبحث عنه هذه الشبكة.

## Regions
regions-heading = المواضع المعلَّمة
regions-none = لا موضع يبلغ العتبة.
regions-hint = أشر إلى أحدها لتراه في الصورة.
region-name = الموضع { $number }
region-facts = ⁦{ $area }%⁩ من الصورة، القوة ⁦{ $score }%⁩
region-facts-doubtful = ⁦{ $area }%⁩ من الصورة، القوة ⁦{ $score }%⁩؛ ولا يمكن للشبكة أن تتيقن منه
area-small = < 0.1

## In words
account-heading = النتيجة بالكلمات
account-language = لغة هذه الكلمات
account-waiting = جارٍ قياس المواضع المعلَّمة …
account-figures = إظهار الأرقام التي تستند إليها هذه الجملة
account-file = الملف
account-limits = ما لم يمكن فحصه
account-next = ما يمكنك فعله بعد ذلك

## Who signed
signers-heading = هل الموقِّع هو من يقول إنه هو؟
signers-text = يمكن لأي شخص أن يُعدّ شهادة بأي اسم. إن كان لديك ملف فيه شهادات تثق بها (PEM) أمكنت مقارنة الموقِّع بها. يبقى الملف على هذا الجهاز ويُنسى عند إغلاق هذه الصفحة.
signers-choose = اختيار الشهادات الموثوقة
signers-in-use = قورن الموقِّع بالملف { $name }؛ ونتيجة المقارنة مذكورة أعلاه.
signers-kept = الشهادات التي في { $name } محفوظة للصور التي وقّعها أحد.
signers-drop = عدم استخدامها
signers-too-large = حجم { $name } أكبر من { $megabytes } ميغابايت. اختر ملفًا فيه الشهادات وحدها.
signers-empty = ليس في { $name } أي شهادة. اختر ملفًا بصيغة PEM يحتوي على «BEGIN CERTIFICATE».
signers-unreadable = تعذّرت قراءة الشهادة رقم { $number } في { $name }. احذفها من الملف أو اختر ملفًا آخر.

## Lenses
lens-heading = النظر عبر عدسة
lens-text = تُظهر كل عدسة شيئًا واحدًا يمكن قياسه من دون الشبكة. والبقعة المضيئة وحدها ليست نتيجة.
lens-none = بلا عدسة: الصورة نفسها
lens-shows = ما تُظهره
lens-look = انتبه إلى
lens-ignore = تجاهل
lens-on = كما تُرى عبر عدسة: { $name }
lens-off = إزالة العدسة

## Another picture
beside-heading = مقارنتها بصورة أخرى
beside-text = إن كانت لديك الصورة التي قد تكون هذه مأخوذة منها، أقدم أو أكبر، فانظر أين تختلف الاثنتان. كلتاهما تبقى على هذا الجهاز.
beside-choose = اختيار الصورة الأخرى
beside-show = إظهار الاختلافات
beside-comparing = جارٍ مقارنتها بالملف { $name } …
beside-done = قورنت بالملف { $name }. تظهر الاختلافات فوق الصورة، وكلما كان الاختلاف أكبر كان أسطع.
beside-failed = لم تُقارن بالملف { $name }. { $reason }
beside-on = الاختلافات عن الصورة الأخرى
beside-shows = ⁦{ $percent }%⁩ منها يُظهر ما تُظهره الصورة الأخرى: ⁦{ $width } × { $height }⁩ بكسل من تلك، بمقدار ⁦{ $scale }%⁩ من حجمها.
beside-changed = { $places ->
    [0] لا يختلف أي موضع.
    [one] يختلف موضع واحد: ⁦{ $percent }%⁩ مما تُظهره كلتاهما.
    [two] يختلف موضعان: ⁦{ $percent }%⁩ مما تُظهره كلتاهما.
    [few] تختلف { $places } مواضع: ⁦{ $percent }%⁩ مما تُظهره كلتاهما.
    [many] يختلف { $places } موضعًا: ⁦{ $percent }%⁩ مما تُظهره كلتاهما.
   *[other] يختلف { $places } موضع: ⁦{ $percent }%⁩ مما تُظهره كلتاهما.
}
beside-marked = مما وضعت الشبكة عليه علامة، ⁦{ $percent }%⁩ مختلف.
beside-different = مما هو مختلف، وضعت الشبكة علامة على ⁦{ $percent }%⁩.
beside-note = اختلاف صورتين لا يقول أيهما الأصل.

## Asking a model
ask-heading = طلب الشرح من نموذج لغوي
ask-text = نموذج لغوي قادر على الرؤية يصف المواضع المعلَّمة. وهو يعمل على خادم: ما يُرسَل إليه يُعرض عليك أولًا، بايتًا ببايت، ولا يُرسَل إلا إذا ضغطت «إرسال».
ask-open = عرض ما سيُرسَل
ask-limits = ما يكتبه النموذج قد يكون خطأ. فهو يرى العلامات التي رسمتها الشبكة ولا يرى شيئًا من القياسات.
ask-settings = من يُسأل
ask-preset = نوع الخادم
ask-base = العنوان
ask-model = النموذج
ask-key = المفتاح، إن كان مطلوبًا
ask-keep-key = حفظ المفتاح أيضًا في هذا المتصفح
ask-keep = حفظ هذه الإعدادات
ask-try = اختبار الاتصال
ask-tried = وصل الرد. لم تُرسَل إلا صورة مولَّدة.
ask-wrong-base = هذا ليس عنوانًا يمكن سؤاله: يجب أن يبدأ بـ ⁦https://⁩ أو، لخادم على هذا الحاسوب، بـ ⁦http://localhost⁩.
ask-setup = شغّله بنموذج قادر على الرؤية، على نحو يجعله يجيب هذه الصفحة: { $line }
ask-mode = ما يُعرض على النموذج
ask-redact = تغطية ما يجب ألا يغادر
ask-redact-text = اسحب فوق الصورة لتغطية ما يجب ألا يغادر، أو غطِّ موضعًا معلَّمًا.
ask-cover = تغطية الموضع { $number }
ask-uncover = كشف آخر ما غُطّي
ask-uncover-all = كشف الكل
ask-preparing = جارٍ إعداد الصورة التي ستُرسَل …
ask-preview = الصورة التي ستُرسَل، بايتًا ببايت
ask-leaves = ستُرسَل هذه الصورة، وهي { $kilobytes } كيلوبايت (⁦{ $width } × { $height }⁩ بكسل، بصيغة JPEG بلا بيانات وصفية)، والنص أدناه إلى { $host }.
ask-nothing-yet = لم يُرسَل شيء بعد.
ask-nobody = لا أحد بعد
ask-prompt = النص المرافق لها
ask-send = إرسال
ask-first = حدّد أولًا من يُسأل.
ask-no-door = يرفض هذا المتصفح الإطار الذي يمر الطلب عبره.
ask-again = إرسالها مرة أخرى
ask-again-text = كما كانت من قبل. لا يُرسَل شيء من جديد إلا إذا ضغطت.
ask-again-wait = { $seconds ->
    [one] يمكن ذلك بعد ثانية.
    [two] يمكن ذلك بعد ثانيتين.
    [few] يمكن ذلك بعد { $seconds } ثوانٍ.
   *[other] يمكن ذلك بعد { $seconds } ثانية.
} لا يُرسَل شيء من جديد إلا إذا ضغطت.
ask-waiting = أُرسلت. في انتظار الرد …
ask-thinking = النموذج يفكّر …
ask-arriving = الرد يصل …
ask-answer = ما يقوله النموذج
ask-answer-text = كتبه النموذج الذي سألته، وليس قياسًا.
ask-own = ملاحظة من عند النموذج، لا تخص أي موضع معلَّم
ask-sent = ما أُرسل
ask-sent-picture = الصورة كما عُرضت، مع نصها
ask-sent-repair = الرد، لإعادة ترتيبه، من دون الصورة
ask-sent-test = صورة مولَّدة
mode-overlay = الصورة تحت علاماتها
mode-overlay-text = تغادر الصورة كلها، معتَّمة خارج العلامات إلى نصف سطوعها. وكل ما فيها يمكن تمييزه.
mode-overlay_blurred = العلامات، وما حولها مموَّه
mode-overlay_blurred-text = كل ما هو خارج المواضع المعلَّمة وهامش حولها يُموَّه قبل أي شيء آخر تمويهًا لا يمكن الرجوع عنه.
mode-crops = المواضع المعلَّمة فقط
mode-crops-text = قصاصات حول المواضع المعلَّمة على ورقة واحدة. لا يرى النموذج إلا القليل مما حولها.
mode-paper = العلامات والأصل
mode-paper-text = كما في الورقة البحثية: الصورة المعلَّمة وبجانبها الأصل. يغادر الأصل مصغَّرًا.
preset-ollama = Ollama على هذا الحاسوب
preset-llama-cpp = خادم llama.cpp على هذا الحاسوب
preset-lm-studio = LM Studio على هذا الحاسوب
preset-vllm = vLLM
preset-hosted = OpenAI أو نموذج مستضاف آخر
preset-hosted-text = أي خادم يقدّم واجهة chat completions كما لدى OpenAI ونموذجًا قادرًا على الرؤية. ومن يشغّله يرى ما ترسله.
preset-gateway = بوابة غرفة أخبار
preset-gateway-text = العنوان والرمز يأتيان ممن يشغّلونها. وهي التي تختار النموذج ونص الطلب.

## Viewer
viewer-label = الصورة مع علاماتها. مفاتيح الأسهم تحركها، وزائد وناقص للتكبير والتصغير، و0 لملاءمة النافذة، و1 للحجم الكامل.
overlay-label = { $count ->
    [0] لا شيء معلَّم في هذه الصورة.
    [one] في هذه الصورة موضع واحد معلَّم.
    [two] في هذه الصورة موضعان معلَّمان.
    [few] في هذه الصورة { $count } مواضع معلَّمة.
    [many] في هذه الصورة { $count } موضعًا معلَّمًا.
   *[other] في هذه الصورة { $count } موضع معلَّم.
}
zoom-in = تكبير
zoom-out = تصغير
zoom-fit = ملاءمة
zoom-full = 1:1
zoom-level = ⁦{ $percent }%⁩
layers-label = الطبقات فوق الصورة
layer-mask = العلامات
layer-reliability = الشك
layer-tiles = الرقع
doubt-share = المظلَّل بخطوط: هنا لا يمكن للشبكة أن تعرف هل قناعها صحيح، ⁦{ $percent }%⁩ من الصورة
doubt-little = المظلَّل بخطوط: هنا لا يمكن للشبكة أن تعرف هل قناعها صحيح، أقل من ⁦1%⁩ من الصورة
doubt-none = لا شيء مظلَّل بخطوط: لا تشك الشبكة في قناعها في أي موضع
tile-frequency = الضغط
tile-frequency-short = ض
tile-vision = المرئي
tile-vision-short = م
key-frequency = الضغط (ض): آثاره والصورة المرئية
key-vision = المرئي (م): الصورة المرئية وحدها
opacity-label = قوة العلامات
threshold-label = العتبة
threshold-help = خفض العتبة يزيد العلامات ويزيد الأخطاء. وعتبة الشبكة نفسها ⁦{ $percent }%⁩.
threshold-reset = إعادة الضبط
compare-label = المقارنة بالعلامات وبلا علامات
compare-left = بلا علامات
compare-right = بالعلامات
compare-value = ⁦{ $percent }%⁩ بلا علامات من اليسار
percent = ⁦{ $percent }%⁩

## How it was found
how-heading = كيف وُجدت النتيجة
how-domain = تبدو الصورة
domain-natural = صورة فوتوغرافية طبيعية (⁦{ $percent }%⁩)
domain-document = مستندًا (⁦{ $percent }%⁩)
domain-face = صورة شخصية (⁦{ $percent }%⁩)
domain-scene_text = مشهدًا من الشارع فيه نص (⁦{ $percent }%⁩)
domain-unclear = غير واضحة النوع (⁦{ $percent }%⁩ على الأكثر)
how-relied = ما استندت إليه الشبكة
how-frequency = آثار الضغط في الرقع كلها، وعددها { $tiles }
how-frequency-one = آثار الضغط والصورة المرئية
how-vision = الصورة المرئية وحدها في الرقع كلها، وعددها { $tiles }
how-vision-one = الصورة المرئية وحدها
how-mixed = آثار الضغط في { $frequency } من أصل { $tiles } رقعة، والصورة المرئية وحدها في البقية
how-device = حُسبت على
device-gpu = معالج الرسوميات (WebGPU)
device-cpu = المعالج (CPU)
device-cpu-workers = المعالج (CPU) بعدد { $count } من مسارات العمل
reason-gpu-tested = اجتاز الاختبار الذاتي
reason-cpu-asked = كما طُلب
reason-gpu-missing = لا يوفّر هذا المتصفح WebGPU
reason-gpu-limited = معالج الرسوميات هذا يفتقر إلى ما يلزم
reason-gpu-refused = تعذّر تشغيل معالج الرسوميات
reason-gpu-wrong = لم يجتز معالج الرسوميات الاختبار الذاتي
reason-gpu-failed = تعطّل معالج الرسوميات أثناء هذه الجلسة
how-time = الزمن
how-time-value = { $seconds } ثانية
how-model = الشبكة

## The file
file-heading = الملف
file-name = الاسم
file-format = الصيغة
file-jpeg = صيغة JPEG، الجودة نحو { $quality }
file-size = الأبعاد
file-size-value = ⁦{ $width } × { $height }⁩ بكسل، { $megapixels } ميغابكسل
file-bytes = { $amount } كيلوبايت
file-hash = SHA-256
metadata-heading = { $count ->
    [one] ما يذكره الملف عن نفسه: مُدخل واحد
    [two] ما يذكره الملف عن نفسه: مُدخلان
    [few] ما يذكره الملف عن نفسه: { $count } مُدخلات
    [many] ما يذكره الملف عن نفسه: { $count } مُدخلًا
   *[other] ما يذكره الملف عن نفسه: { $count } مُدخل
}
metadata-note = يمكن لأي شخص أن يكتب هذه المُدخلات ويغيّرها، فهي لا تثبت شيئًا بذاتها. وهي تُعرض لك وحدك.
metadata-private = لا تظهر في التقارير
metadata-private-title = يذكر هذا المُدخل أين التُقطت الصورة أو من التقطها أو بأي جهاز بعينه، لذلك تُسقطه التقارير المحفوظة.
copy-alt = نسخة صغيرة من الصورة كما يحملها الملف
copy-size = ⁦{ $width } × { $height }⁩ بكسل
copy-agrees = نسخة صغيرة داخل الملف. تُظهر ما تُظهره الصورة نفسه.
copy-differs = نسخة صغيرة داخل الملف. تُظهر شيئًا غير ما تُظهره الصورة: انظر إلى الاثنتين.
copy-unclear = نسخة صغيرة داخل الملف، أصغر من أن تُقارن أو أقل تفصيلًا.
source-exif = بيانات EXIF
source-gps = الموقع (GPS)
source-xmp = بيانات XMP
source-iptc = بيانات IPTC
source-photoshop = قسم Photoshop
source-png-text = نصوص PNG
source-comment = التعليق
source-jfif = بيانات JFIF

## Notes
notes-heading = جدير بالعلم
note-pasted = أُلصقت هذه الصورة. والمتصفحات تعيد ترميز ما يُلصق، فتضيع آثار الضغط التي في الملف الأصلي. اختر الملف نفسه أو أفلِته إن أمكن.
note-phone = الهواتف تحوّل كثيرًا من الصور وتصغّرها عند اختيارها لصفحة. وقد تكون آثار الأصل ضاعت.
note-no-jpeg = هذا ليس ملف JPEG. فإن كان لقطة شاشة أو ملفًا محوَّلًا كانت آثار ماضيه أضعف أو معدومة.
note-low-quality = حُفظ هذا الملف بجودة منخفضة. والضغط الشديد يمحو الآثار وقد يشبهها.
note-several = قُدّمت عدة ملفات. فُحص أولها.
note-forgotten = أُوقف المحرّك ولم يعد يحتفظ بهذه الصورة. أعد فحصها لاستخدام العدسات والكلمات ولحفظ تقرير.
note-restarted = توقف المحرّك في منتصف العمل وأعيد تشغيله على المعالج (CPU).
note-extension-mismatch = اسم الملف يدل على صيغة ومحتواه على صيغة أخرى.
note-first-frame-only = لم يُفحص إلا أول إطاراته أو صفحاته.
note-truncated = الملف ينتهي قبل أوانه أو فيه تلف. فُحص الجزء الذي أمكنت قراءته.
note-coefficients-unreadable = تعذّرت قراءة آثار الضغط فيه. فُحص ببكسلاته وحدها.

## Keep
keep-document = حفظ التقرير
keep-title = ملف واحد فيه صور وأرقام وكلمات، للقراءة والطباعة والتسليم. وهو يُظهر الصورة.
keep-more = حفظ شيء آخر
keep-json = التقرير بيانات (JSON)
keep-marked = الصورة مع علاماتها (PNG)
keep-mask = القناع (PNG)
keep-fade = علامات تظهر وتختفي (GIF)
keep-making = جارٍ إعداد الملف …
keep-made = سُلّم الملف إلى تنزيلات متصفحك.
keep-failed = تعذّر إعداد الملف. جرّب ملفًا آخر.
again = فحص صورة أخرى
again-key = N

## Many pictures
list-progress = جارٍ فحص الصور: اكتمل { $done } من { $count }
list-paused = توقف مؤقت: اكتمل { $done } من { $count } من الصور
list-over = اكتمل فحص الصور كلها، وعددها { $count }
list-left = بقي نحو { $left } لها جميعًا. افتح صورة لترى أين وُضعت العلامات.
list-hint = افتح صورة لترى أين وُضعت العلامات، وكل ما عدا ذلك عنها.
list-pause = إيقاف مؤقت
list-resume = متابعة
list-add = إضافة صور
list-sort = الدرجات الأعلى أولًا
list-save = حفظ النتائج بيانات
list-clear = مسح القائمة
list-keep = الاحتفاظ بالقائمة والصور والنتائج في هذا المتصفح ({ $megabytes } ميغابايت). مسح القائمة يحذفها.
list-keep-failed = تعذّر على هذا المتصفح الاحتفاظ بالقائمة كما أردت؛ ربما لا تكفي المساحة. احفظ النتائج بيانات، أو احذف بيانات هذا الموقع في إعدادات المتصفح.
list-full = لا تتسع القائمة لأكثر من 2000 صورة. تُركت الصور الباقية.
list-waiting = في الانتظار
list-running = قيد الفحص …
list-found = { $verdict } · ⁦{ $percent }%⁩
list-nameless = صورة ملصقة
list-remove = إزالة { $name } من القائمة
list-label = القائمة
list-back = العودة إلى القائمة
list-previous = النتيجة السابقة
list-next = النتيجة التالية

## Errors
error-heading = تعذّر فحص هذه الصورة
error-engine-heading = تعذّر تشغيل المحرّك
error-again = اختيار صورة أخرى
error-retry = إعادة المحاولة
error-detail = التفاصيل
error-empty-file = الملف فارغ. احفظه أو نزّله من جديد.
error-file-too-large = الملف كبير جدًا. الحد 64 ميغابايت؛ النسخة المصغّرة تفقد الآثار، أما القصاصة فتحفظها.
error-too-many-pixels = عدد بكسلات الصورة كبير جدًا. الحد 50 ميغابكسل؛ النسخة المصغّرة تفقد الآثار، أما القصاصة فتحفظها.
error-side-too-long = أحد أضلاع الصورة طويل جدًا. الحد 20,000 بكسل؛ افحص قصاصة منها.
error-too-much-metadata = يحمل الملف بيانات وصفية أكثر من اللازم. الحد 8 ميغابايت؛ احذفها ثم أعد المحاولة.
error-too-much-memory = تستهلك هذه الصورة ذاكرة كبيرة جدًا. افحص قصاصة منها، أو نسخة بعمق 8 بتات لكل عيّنة.
error-too-many-parts = بُني الملف على نحو لا تُبنى عليه صورة عادية. احفظه من جديد ببرنامج آخر.
error-unsupported-coding = يستخدم ملف JPEG هذا ترميزًا نادرًا لا يُقرأ هنا. احفظه ملف JPEG عاديًا أو ملف PNG.
error-unsupported-format = لا يمكن قراءة هذا النوع من الملفات هنا. صدّر صور HEIC أو AVIF بصيغة JPEG، واستخرج الصورة من ملف PDF، واحفظ إطار الفيديو بصيغة PNG، ثم افحص ذلك.
error-unknown-format = هذه ليست صورة يمكن قراءتها هنا. الصيغ المقروءة هي JPEG وPNG وWebP وBMP وTIFF وGIF.
error-damaged-file = الملف تالف ولا يمكن فتحه. احفظه أو نزّله من جديد.
error-unreadable = تعذّر على المتصفح قراءة الملف. قد يكون مجلدًا، أو نُقل أو حُذف.
error-not-a-file = لم يكن ذلك ملفًا. احفظ الصورة أولًا ثم أفلِتها أو اخترها.
error-paste = لا توجد صورة في الحافظة.
error-shared = لم تصل الصورة التي جرت مشاركتها. شاركها من جديد أو افتحها هنا.
error-sample = تعذّر تحميل العيّنة.
error-network = تعذّر جلب المحرّك أو أوزان الشبكة. تحقق من الاتصال ثم أعد المحاولة.
error-weights = لم تصل أوزان الشبكة كما نُشرت. أعد المحاولة.
error-version = الصفحة والمحرّك من إصدارين مختلفين. أعد تحميل الصفحة.
error-engine = توقف المحرّك مرتين عند هذه الصورة. الصورة التالية تبدأ من جديد.
error-queue = صور كثيرة في الانتظار. أعد تحميل الصفحة.
error-nothing-in-common = لم يتبيّن أن الصورتين تُظهران الشيء نفسه. فإن كانتا كذلك فاقتصّهما إلى ما تشتركان فيه، وأدرهما إلى الاتجاه نفسه.
error-other = حدث خطأ ما من جهتنا.
