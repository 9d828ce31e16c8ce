### المستند الذي يحتفظ به الشخص عن الفحص. الرسائل والمتغيرات هي نفسها التي في en.ftl.

title = فحص { $file }
title-unnamed = فحص صورة بلا اسم
made = فحصها Omni-IML { $program } في { $at } (UTC)، على جهاز الشخص الذي طلب الفحص.
made-earlier = فحصها Omni-IML على جهاز الشخص الذي طلب الفحص.

## The picture
picture-alt = الصورة، والمواضع المعلَّمة فيها باللون الوردي
picture-caption = الصورة مع علاماتها. الوردي: حيث تبلغ احتمالية التلاعب لدى الشبكة ⁦{ $threshold }%⁩ أو أكثر. الأرقام: المواضع أدناه.
mask-heading = القناع كاملًا
mask-alt = القناع
mask-caption = كلما كان أفتح كان التلاعب أرجح لدى الشبكة.

## The places
places-heading = المواضع المعلَّمة
places-none = لا موضع يبلغ العتبة.
place = الموضع
place-where = اليسار، الأعلى، العرض، الارتفاع (بكسل)
place-area = الحصة من الصورة
place-strength = القوة
place-reliability = الموثوقية

## In words
words-heading = النتيجة بالكلمات
words-note = كُتب على الجهاز استنادًا إلى ما قيس. وتحت كل جملة الأرقام التي تستند إليها، بأسمائها في تقرير JSON.
region = الموضع { $number }
file-words = الملف
limits-words = ما لم يمكن فحصه
next-words = ما يمكنك فعله بعد ذلك

## A model
model-heading = ما يقوله نموذج لغوي
model-note = هذه كلمات النموذج «{ $model }» الذي عُرضت عليه الصورة مع علاماتها كما هو مذكور أدناه. وهي ليست قياسات، وقد تكون خاطئة.
model-note-unnamed = هذه كلمات نموذج على خادم عُرضت عليه الصورة مع علاماتها كما هو مذكور أدناه. وهي ليست قياسات، وقد تكون خاطئة.
model-own = لا تخص أي موضع معلَّم:
model-cut = تنتهي الإجابة هنا لأنها بلغت حدّ طولها.

## What left the device
sent-heading = ما غادر الجهاز
sent-nothing = لا شيء: جرى الفحص وكُتبت كل كلمة في هذا المستند على الجهاز.
sent-when = متى (UTC)
sent-to = إلى
sent-what = ماذا
sent-bytes = عدد البايتات
sent-hash = قيمة SHA-256 للصورة فيه
sent-picture = الصورة مع علاماتها كما رآها الشخص ووافق عليها، والسؤال
sent-repair = نص النموذج نفسه، لإعادة ترتيبه؛ بلا صورة
sent-test = صورة مولَّدة، لاختبار الاتصال
sent-texts = نصوص

## How
how-heading = كيف جرى الفحص
how-model = الشبكة
how-model-hash = قيمة SHA-256 لأوزانها
how-device = حُسبت على
how-cpu = المعالج
how-gpu = معالج الرسوميات
how-tiles = الرقع
how-tiles-value = { $frequency } من { $tiles } مع ترددات JPEG، والبقية بالصورة المرئية وحدها
how-score = درجة الصورة كلها
how-bands = عتبات الدرجة
how-bands-value = ضعيفة { $weak }، متوسطة { $moderate }، قوية { $strong }، قوية جدًا { $very_strong }
how-time = الزمن
how-time-value = { $seconds } ثانية

## The file
file-heading = الملف
file-name = الاسم
file-format = الصيغة
file-jpeg = صيغة JPEG، الجودة نحو { $quality }
file-size = الأبعاد
file-size-value = ⁦{ $width } × { $height }⁩ بكسل
file-hash = SHA-256
written-heading = كيف كُتب الملف
written-coding = الترميز
written-coding-value = { $code ->
    [baseline] أساسي
    [extended] موسَّع
    [progressive] تدرّجي
   *[other] نادر
}، { $number ->
    [one] في مسح واحد
    [two] في مسحين
    [few] في { $number } مسحات
    [many] في { $number } مسحًا
   *[other] في { $number } مسح
}
written-sampling = اعتيان الألوان
written-sampling-value = { $number ->
    [0] { $text }
    [1] { $text }: لكل بكسل لونه
    [two] { $text }: لون واحد لكل بكسلين
    [few] { $text }: لون واحد لكل { $number } بكسلات
   *[other] { $text }: لون واحد لكل { $number } بكسل
}
written-table = { $code ->
    [luminance] جدول تكميم السطوع
    [chrominance] جدول تكميم الألوان
   *[other] جدول تكميم
}
written-table-value = { $number ->
    [0] جدول خاص به، كما تفعل الكاميرات وبعض برامج التحرير
   *[other] الجدول الذي تستخدمه معظم البرامج، بجودة { $number }
}
written-restart = وحدات الترميز بين علامات الاستئناف
written-parts = أجزاؤه بالترتيب
written-ending = علامة النهاية
written-ending-value = لم يُعثر عليها
written-trailing = بايتات بعد نهاية الصورة
written-trailing-value = { $number }، على ما يبدو { $code ->
    [jpeg] صورة JPEG أخرى
    [png] صورة PNG
    [zip] أرشيف ZIP
    [archive] أرشيف
    [pdf] مستند PDF
    [video] فيديو
    [samsung] الكتلة التي تلحقها هواتف Samsung
    [zeros] أصفار
    [text] نص
   *[unknown] شيء غير معروف
}، { $text ->
    [announced] يعلن عنها الملف نفسه
   *[unannounced] لا يعلن عنها شيء في الملف
}
written-profile = ملف تعريف اللون
stated-heading = ما يذكره الملف عن نفسه
stated-note = يمكن لأي شخص أن يكتب مثل هذه المُدخلات. وما يخص منها الأماكن والأشخاص والأجهزة متروك هنا.

## Limits
limits-heading = ما لا يستطيع هذا الفحص أن يقوله
limits-absence = غياب النتائج لا يثبت شيئًا: فالتلاعب المتقن، أو من نوع لم تتعلمه الشبكة، لا يترك علامة.
limits-presence = والعلامة ليست دليلًا كذلك: فالتحرير العادي والنص فوق الصورة والضغط الشديد قد تبدو كالتلاعب. والدرجة ليست احتمالًا.
limits-generated = الصور المولَّدة بالكامل ليست ما يبحث عنه هذا الفحص: فهو يجد الأجزاء التي لا تتفق مع الباقي.
limits-accusation = لا ينبغي اتهام أحد استنادًا إلى هذا المستند وحده.
verify-note = الأمر «⁦omni-iml verify REPORT.json PICTURE⁩» يعيد فحص الصورة ويذكر ما يتفق من تقرير JSON.
