//! What pages say: words of the script, and numbers as documents have them.

use super::super::lettering::Script;

const LATIN: &str = "invoice total amount date number customer address account payment balance order delivery quantity price \
    description item tax net gross due reference contract period service office department director signature name \
    surname born place country street city telephone page from with for and the of to in on by this that which will have \
    been shall under year month day received issued valid until holder class section school university certificate \
    degree honours board member general public national company limited partner bank branch currency interest \
    Rechnung Betrag Datum Kunde Straße Gültig für und der die das nicht über Prüfung Menge Größe facture montant \
    numéro société échéance référence payé reçu dans pour avec être année mois élève número fecha cantidad señor \
    dirección según válido hasta años para con los las importo data città perché quantità prezzo così faktura částka \
    datum číslo škola wartość łączna należność życia fatura tarihi ödeme şirket için değil soma endereço não são";
const CYRILLIC: &str = "счёт сумма дата номер заказ оплата товар количество цена итого адрес город улица подпись директор \
    договор услуги банк клиент паспорт выдан срок действия фамилия имя отчество место рождения область район школа \
    справка заявление от для при не на по из что это год месяц день общество ответственность рубль копейка платёж \
    получатель печать отдел страница";
const GREEK: &str = "τιμολόγιο ποσό ημερομηνία αριθμός πελάτης διεύθυνση πόλη οδός υπογραφή σύνολο τιμή ποσότητα περιγραφή \
    πληρωμή τράπεζα εταιρεία σχολείο πιστοποιητικό όνομα επώνυμο γέννηση τόπος ισχύει έως και του της των για από με στην \
    έτος μήνας ημέρα φόρος καθαρή αξία παραγγελία σελίδα";
const ARABIC: &str = "فاتورة المبلغ التاريخ رقم العميل العنوان المدينة الشارع التوقيع المجموع السعر الكمية الوصف الدفع \
    البنك الشركة المدرسة شهادة الاسم اللقب الميلاد مكان صالح حتى من إلى في على عن هذا التي كان سنة شهر يوم الضريبة الطلب \
    الصفحة الخدمة المدير القسم";
const CHINESE: &str = "发票 金额 日期 编号 客户 地址 城市 街道 签名 合计 单价 数量 说明 付款 银行 公司 学校 证书 姓名 出生 \
    地点 有效 期限 年 月 日 税额 订单 页 服务 经理 部门 合同 身份 号码 性别 民族 住址 公民 中华 人民 共和国 北京 上海 \
    有限 责任 电话 备注 收款 开户 单位 名称 规格 型号 折扣 小写 大写";

/// The words of each script, ready to draw from.
pub struct Words {
    script: Script,
    list: Vec<&'static str>,
}

impl Words {
    pub fn of(script: Script) -> Self {
        let all = match script {
            Script::Latin => LATIN,
            Script::Cyrillic => CYRILLIC,
            Script::Greek => GREEK,
            Script::Arabic => ARABIC,
            Script::Chinese => CHINESE,
        };
        Self { script, list: all.split_whitespace().collect() }
    }

    /// A word; now and then one nobody knows, a number, or one in capitals.
    pub fn word(&self, rng: &mut fastrand::Rng) -> String {
        let known = self.list[rng.usize(0..self.list.len())];
        match (rng.u32(0..12), self.script) {
            (0, _) => number(rng),
            (1 | 2, Script::Latin) => invented(rng),
            (3, Script::Latin | Script::Cyrillic | Script::Greek) => known.to_uppercase(),
            (0..8, Script::Chinese) => format!("{known}{}", self.list[rng.usize(0..self.list.len())]),
            _ => known.to_owned(),
        }
    }

    /// So many words with a capital in front, as in headings and fields.
    pub fn phrase(&self, count: usize, rng: &mut fastrand::Rng) -> String {
        let words: Vec<String> = (0..count.max(1)).map(|_| capitalised(self.list[rng.usize(0..self.list.len())])).collect();
        words.join(" ")
    }

    /// A sentence's worth of words.
    pub fn sentence(&self, count: usize, rng: &mut fastrand::Rng) -> Vec<String> {
        let mut words: Vec<String> = (0..count.max(1)).map(|_| self.word(rng)).collect();
        words[0] = capitalised(&words[0]);
        if let Some(last) = words.last_mut() {
            last.push(if self.script == Script::Chinese { '。' } else { '.' });
        }
        words
    }
}

pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A word of syllables that Latin languages share.
fn invented(rng: &mut fastrand::Rng) -> String {
    const STARTS: [&str; 20] =
        ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl", "br", "gr", "ch", "k"];
    const CORES: [&str; 10] = ["a", "e", "i", "o", "u", "a", "e", "io", "ea", "ou"];
    const ENDS: [&str; 10] = ["", "", "", "n", "r", "s", "l", "nt", "rd", "m"];
    let mut word = String::new();
    for _ in 0..rng.usize(1..4) {
        for part in [STARTS[rng.usize(0..20)], CORES[rng.usize(0..10)], ENDS[rng.usize(0..10)]] {
            word += part;
        }
    }
    if rng.u32(0..4) == 0 { capitalised(&word) } else { word }
}

/// A number of some kind.
pub fn number(rng: &mut fastrand::Rng) -> String {
    match rng.u32(0..5) {
        0 => date(rng),
        1 => money(rng),
        2 => code(rng),
        3 => format!("{}%", rng.u32(1..100)),
        _ => up_to(5, rng).to_string(),
    }
}

/// A number of one to so many digits.
fn up_to(digits: u32, rng: &mut fastrand::Rng) -> u32 {
    let digits = rng.u32(1..=digits);
    rng.u32(0..10u32.pow(digits))
}

pub fn date(rng: &mut fastrand::Rng) -> String {
    let (day, month, year) = (rng.u32(1..29), rng.u32(1..13), rng.u32(1950..2031));
    match rng.u32(0..4) {
        0 => format!("{day:02}.{month:02}.{year}"),
        1 => format!("{day:02}/{month:02}/{year}"),
        2 => format!("{year}-{month:02}-{day:02}"),
        _ => format!("{day}/{month}/{:02}", year % 100),
    }
}

pub fn money(rng: &mut fastrand::Rng) -> String {
    // Small amounts are the common ones.
    let (whole, cents) = (up_to(4, rng), rng.u32(0..100));
    let whole = if whole >= 1000 { format!("{},{:03}", whole / 1000, whole % 1000) } else { whole.to_string() };
    match rng.u32(0..6) {
        0 => format!("${whole}.{cents:02}"),
        1 => format!("{whole}.{cents:02}€"),
        _ => format!("{whole}.{cents:02}"),
    }
}

pub fn code(rng: &mut fastrand::Rng) -> String {
    let letter = |rng: &mut fastrand::Rng| rng.char('A'..='Z');
    match rng.u32(0..3) {
        0 => format!("{}{}{:06}", letter(rng), letter(rng), rng.u32(0..1_000_000)),
        1 => format!("{:04}-{:04}-{:03}", rng.u32(0..10_000), rng.u32(0..10_000), rng.u32(0..1000)),
        _ => format!("{}-{}", letter(rng), rng.u32(1000..100_000)),
    }
}
