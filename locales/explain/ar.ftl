### ما قد يتعطل أثناء شرح النموذج. كل رسالة تقول ما حدث، ولماذا، وما العمل الآن.

explain-error-bad-address = هذا ليس عنوان خادم. اكتبه على هذا النحو: ⁦https://host.example/v1⁩ أو ⁦http://localhost:8000⁩.
explain-error-insecure-address = لا يجوز للصفحة أن ترسل عبر ⁦http://⁩ إلا إلى جهازك نفسه (localhost أو 127.0.0.1). استخدم ⁦https://⁩ للخادم { $host }.
explain-error-key-in-address = يحتوي العنوان على @ أو ? أو #، والمفاتيح في هذه المواضع تنتهي في السجلات. احذف هذا الجزء واكتب المفتاح في خانته.
explain-error-bad-key = يحتوي المفتاح على مسافات أو محارف لا ترد في أي مفتاح. انسخه من جديد.
explain-error-unreachable = لا شيء يجيب على { $host }. شغّل الخادم هناك أو صحّح العنوان.
explain-error-certificate = شهادة { $host } غير موثوقة. صحّح العنوان أو شهادة الخادم.
explain-error-blocked = لم يسمح المتصفح بمرور أي رد من { $host }. إما أنه لا شيء يعمل هناك، أو أن الخادم لا يسمح لهذه الصفحة (CORS: أصلها «null»)، أو أن المتصفح يحظره.
explain-error-local-network-denied = لا يسمح المتصفح لهذه الصفحة بالوصول إلى { $host } في شبكتك المحلية. اسمح بذلك في أذونات الصفحة ثم أعد المحاولة.
explain-error-redirected = يريد { $host } إرسال الطلب إلى مكان آخر لم توافق عليه. أدخل العنوان النهائي.
explain-error-timed-out = استغرق { $host } وقتًا أطول من اللازم. ربما لا يزال النموذج قيد التحميل: أعد المحاولة أو اختر نموذجًا أصغر.
explain-error-cut-off = انقطع الرد من { $host }. أعد المحاولة.
explain-error-cancelled = أُلغي الطلب.
explain-error-unauthorised = لا يقبل { $host } المفتاح. تحقق منه.
explain-error-forbidden = يرفض { $host } الوصول. تحقق مما يسمح به المفتاح، أو شغّل الخادم بحيث يسمح بأصل هذه الصفحة.
explain-error-no-such-model = ليس لدى { $host } هذا النموذج. تحقق من اسمه أو حمّله هناك.
explain-error-no-such-address = لا توجد واجهة chat completions في هذا العنوان من { $host }. تحقق من مساره، وهو عادةً ⁦/v1⁩.
explain-error-too-large = الصورة أكبر مما يقبله { $host }. أرسل قصاصات بدلًا منها أو ارفع حد الخادم.
explain-error-too-many-requests = لدى { $host } طلبات كثيرة جدًا. { $wait ->
    [0] أعد المحاولة لاحقًا أو تحقق من حد الحساب.
    [one] أعد المحاولة بعد ثانية.
    [two] أعد المحاولة بعد ثانيتين.
    [few] أعد المحاولة بعد { $wait } ثوانٍ.
   *[other] أعد المحاولة بعد { $wait } ثانية.
}
explain-error-no-vision = لا يستطيع هذا النموذج رؤية الصور. اختر نموذجًا يستطيع ذلك؛ ويحتاج llama.cpp أيضًا إلى ملف ⁦--mmproj⁩ الخاص به.
explain-error-refused = يرفض { $host } الطلب. تحقق من النموذج والإعدادات.
explain-error-server-failed = تعطّل { $host }. أعد المحاولة لاحقًا أو انظر في سجله.
explain-error-error-in-answer = قطع { $host } رده بخطأ. أعد المحاولة أو انظر في سجله.
explain-error-html = أجاب { $host } بصفحة ويب. تحقق من العنوان، ولا سيما مساره.
explain-error-not-an-answer = ما أجاب به { $host } ليس رد chat completion. تحقق من العنوان ومما يعمل هناك.
explain-error-too-much = أرسل { $host } أكثر من { $limit } ميبيبايت فأُوقف. اختر نموذجًا أو خادمًا آخر.
explain-error-empty = أجاب { $host } بلا أي كلمة. أعد المحاولة أو اختر نموذجًا آخر.
explain-error-withheld = حجب { $host } الرد بموجب قواعده. اختر نموذجًا آخر.
explain-error-status = (الحالة { $status }.)
explain-error-detail = ويقول: { $detail }

### Why the picture to be sent could not be made.

prompt-error-mask-size = في القناع { $found } قيمة لصورة من { $expected } بكسل. أعد فحص الصورة.
prompt-error-no-regions = لا شيء معلَّم، فلا شيء يُعرض بهذه الطريقة. اختر الصورة كلها تحت علاماتها.
prompt-error-too-many-redactions = عدد الأجزاء المغطاة { $found }؛ ولا يمكن أن يزيد على { $limit }. غطِّ أجزاء أكبر.
prompt-error-encoder = تعذّر إعداد الصورة التي ستُرسَل ({ $why }). اختر طريقة أخرى لعرضها.
