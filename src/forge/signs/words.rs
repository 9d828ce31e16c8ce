//! What signs say.

use super::super::lettering::Script;

/// The script of a sign: Latin mostly.
pub fn script(rng: &mut fastrand::Rng) -> Script {
    match rng.u32(0..100) {
        0..76 => Script::Latin,
        76..83 => Script::Cyrillic,
        83..88 => Script::Greek,
        88..93 => Script::Arabic,
        _ => Script::Chinese,
    }
}

/// A word or two, or a number of some kind.
pub fn phrase(script: Script, rng: &mut fastrand::Rng) -> String {
    if rng.u32(0..4) == 0 {
        return number(rng);
    }
    let list = list(script);
    let word = |rng: &mut fastrand::Rng| list[rng.usize(0..list.len())];
    let second = rng.u32(0..3) == 0;
    let text = match (script, second) {
        (Script::Chinese, true) => format!("{}{}", word(rng), word(rng)),
        (_, true) => format!("{} {}", word(rng), word(rng)),
        (_, false) => word(rng).to_owned(),
    };
    match rng.u32(0..10) {
        0..5 => text.to_uppercase(),
        5 => text.to_lowercase(),
        _ => text,
    }
}

fn number(rng: &mut fastrand::Rng) -> String {
    let letter = |rng: &mut fastrand::Rng| char::from(rng.u8(b'A'..=b'Z'));
    match rng.u32(0..9) {
        0 => format!("{}", rng.u32(1..400)),
        1 => format!("{}.{:02}", rng.u32(1..60), rng.u32(0..20) * 5),
        2 => format!("€ {},{}9", rng.u32(1..200), rng.u32(0..10)),
        3 => format!("-{}%", rng.u32(1..15) * 5),
        4 => format!("{:02}:{:02}-{:02}:{:02}", rng.u32(6..11), rng.u32(0..2) * 30, rng.u32(16..23), rng.u32(0..2) * 30),
        5 => format!("{:03} {:03} {:04}", rng.u32(0..1000), rng.u32(100..1000), rng.u32(0..10_000)),
        6 => format!("{}{} {} {}{}", letter(rng), letter(rng), rng.u32(100..10_000), letter(rng), letter(rng)),
        7 => format!("{} km", rng.u32(1..130)),
        _ => format!("{}{}", letter(rng), rng.u32(1..100)),
    }
}

fn list(script: Script) -> &'static [&'static str] {
    match script {
        Script::Latin => &LATIN,
        Script::Cyrillic => &CYRILLIC,
        Script::Greek => &GREEK,
        Script::Arabic => &ARABIC,
        Script::Chinese => &CHINESE,
    }
}

#[rustfmt::skip]
const LATIN: [&str; 110] = [
    "Open", "Closed", "Exit", "Entrance", "Café", "Bakery", "Hotel", "Parking", "Taxi", "Bus", "Station", "Library",
    "Museum", "Market", "Pharmacy", "School", "Bank", "Books", "Flowers", "Shoes", "Coffee", "Tea", "Pizza", "Sushi",
    "Sale", "New", "Free", "Welcome", "Caution", "Danger", "Private", "Keep Out", "No Entry", "Push", "Pull", "Stop",
    "Slow", "One Way", "Road Work", "Detour", "Street", "Avenue", "Garden", "Park", "Bridge", "River", "North", "South",
    "East", "West", "Gate", "Platform", "Tickets", "Information", "Toilets", "Lift", "Stairs", "Fire", "Water",
    "Electric", "Repairs", "Garage", "Motors", "Bikes", "Rent", "For Sale", "To Let", "Studio", "Gallery", "Theatre",
    "Cinema", "Music", "Barber", "Salon", "Optician", "Dentist", "Clinic", "Office", "Reception", "Wi-Fi", "Fresh",
    "Fruit", "Fish", "Meat", "Bread", "Wine", "Beer", "Bar", "Grill", "Kitchen", "Tailor", "Laundry", "Post", "Apotheke",
    "Bäckerei", "Ausgang", "Straße", "Sortie", "Boulangerie", "Fermé", "Rue", "Salida", "Farmacia", "Peluquería",
    "Calle", "Uscita", "Gelato", "Saída", "Kiosk", "Marina",
];

#[rustfmt::skip]
const CYRILLIC: [&str; 24] = [
    "Выход", "Вход", "Аптека", "Хлеб", "Продукты", "Книги", "Кафе", "Гостиница", "Банк", "Почта", "Метро", "Улица",
    "Открыто", "Закрыто", "Касса", "Цветы", "Обувь", "Ремонт", "Школа", "Музей", "Рынок", "Стоянка", "Молоко", "Чай",
];

#[rustfmt::skip]
const GREEK: [&str; 20] = [
    "Έξοδος", "Είσοδος", "Φαρμακείο", "Φούρνος", "Ταβέρνα", "Καφέ", "Βιβλία", "Τράπεζα", "Οδός", "Ανοικτό", "Κλειστό",
    "Λιμάνι", "Μουσείο", "Σχολείο", "Ψάρια", "Κρασί", "Λουλούδια", "Ξενοδοχείο", "Στάση", "Αγορά",
];

#[rustfmt::skip]
const ARABIC: [&str; 18] = [
    "مخرج", "مدخل", "صيدلية", "مخبز", "مطعم", "فندق", "مكتبة", "شارع", "سوق", "مدرسة", "قهوة", "مفتوح", "مغلق", "موقف",
    "محطة", "بنك", "متحف", "حديقة",
];

#[rustfmt::skip]
const CHINESE: [&str; 24] = [
    "出口", "入口", "药店", "饭店", "书店", "银行", "超市", "地铁", "车站", "学校", "茶", "咖啡", "面馆", "水果", "医院", "公园",
    "停车场", "小心", "中山路", "酒店", "服装", "电话", "禁止吸烟", "花店",
];
