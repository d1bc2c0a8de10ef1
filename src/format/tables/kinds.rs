//! What tables can be about, which fields their rows have, and by which headers each is known.

use serde::{Deserialize, Serialize};

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TableKind {
    /// Orders of a shop.
    Orders,
    /// Answers to surveys.
    Answers,
    /// What is told of sessions.
    Sessions,
    /// Arms of A/B tests, as another tool counted them.
    Arms,
}

/// A field that rows of a kind have.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in mappings and on the command line.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Whether a row is of no use without it.
    pub required: bool,
    /// Headers that it is known by, as [`plain`] writes them, the best first, with `|` between.
    headers: &'static str,
}

impl Field {
    /// Headers that it is known by, as [`plain`] writes them, the best first.
    pub(super) fn headers(&self) -> impl Iterator<Item = &'static str> {
        self.headers.split('|')
    }
}

impl TableKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Orders, Self::Answers, Self::Sessions, Self::Arms];

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Answers => "answers",
            Self::Sessions => "sessions",
            Self::Arms => "arms",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Orders => "Orders",
            Self::Answers => "Survey answers",
            Self::Sessions => "Sessions",
            Self::Arms => "A/B results",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "orders" | "order" => Self::Orders,
            "answers" | "answer" | "surveys" | "survey" => Self::Answers,
            "sessions" | "session" => Self::Sessions,
            "arms" | "experiments" | "experiment" | "ab" => Self::Arms,
            _ => return None,
        })
    }

    /// The fields of its rows, those that matter most first.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Orders => ORDERS,
            Self::Answers => ANSWERS,
            Self::Sessions => SESSIONS,
            Self::Arms => ARMS,
        }
    }

    /// The field of that name.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// Told by a file's name, for the places that a bundle has for each.
    pub(in crate::format) fn of_file(path: &str) -> Option<Self> {
        let name = crate::format::source::file_name(path).to_ascii_lowercase();
        let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
        let (stem, ending) = name.rsplit_once('.')?;
        matches!(ending, "csv" | "tsv" | "ndjson" | "jsonl" | "json").then_some(())?;
        match stem {
            "sessions" => Some(Self::Sessions),
            "orders" => Some(Self::Orders),
            "surveys" | "survey" | "answers" => Some(Self::Answers),
            "experiments" | "experiment" => Some(Self::Arms),
            _ => None,
        }
    }
}

/// A header as it is compared: small letters, one blank between words, `orderId` as `order id`.
pub(super) fn plain(header: &str) -> String {
    let mut text = String::with_capacity(header.len());
    let mut before = ' ';
    for c in header.trim().trim_start_matches('\u{feff}').chars() {
        let blank = c.is_whitespace() || matches!(c, '_' | '-' | '\u{a0}');
        if c.is_uppercase() && before.is_lowercase() {
            text.push(' ');
        }
        text.extend((if blank { ' ' } else { c }).to_lowercase());
        before = c;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches([':', '*', '?', '.']).to_owned()
}

const fn field(name: &'static str, title: &'static str, required: bool, headers: &'static str) -> Field {
    Field { name, title, required, headers }
}

pub(super) const SESSION: &str = "session id|session|sessionid|recording id|replay id|session recording id|sitzung|sitzungs id|\
        id de session|id de sesión|istunto|istuntotunnus|sessions id|sessie id";
pub(super) const VISITOR: &str = "visitor|visitor id|visitorid|client id|user id|userid|distinct id|anonymous id|customer id|\
        participant id|person id|hotjar user id|user|besucher|besucher id|kunden id|visiteur|visitante|\
        kävijä|besökare|bezoeker";
pub(super) const EMAIL: &str = "email|e mail|email address|e mail address|customer email|customer email address|billing email|\
        e mail adresse|kunden e mail|mail|adresse e mail|adresse email|courriel|correo electrónico|\
        correo|sähköposti|sähköpostiosoite|e post|epost|e postadress|e mailadres|البريد الإلكتروني|\
        user email|respondent email";
pub(super) const EMAIL_HASH: &str = "email hash|email sha256|hashed email|email hashed|sha256 email";
const AT: &str = "at|created at|created|date|time|timestamp|submitted at|date submitted|submit date|\
        submit date (utc)|order date|purchase date|paid at|processed at|completed at|response date|\
        date created|datetime|date time|answered at|datum|bestelldatum|erstellt am|zeitpunkt|kaufdatum|\
        date de commande|date de création|créé le|fecha|fecha de pedido|fecha del pedido|\
        fecha de creación|päivämäärä|päiväys|tilauspäivä|aika|luotu|orderdatum|skapad|tid|besteldatum|\
        aangemaakt op|تاريخ الطلب|التاريخ";
pub(super) const ORDER: &str = "order id|order number|order no|order nr|order #|order|order name|ordernumber|orderid|\
        transaction id|increment id|bestellnr|bestellnummer|bestell nr|bestellung|bestellung #|\
        bestellung nr|auftragsnummer|auftragsnr|numéro de commande|n° de commande|n° commande|commande|\
        commande n°|commande #|numéro commande|id commande|número de pedido|nº de pedido|n.º de pedido|\
        pedido|pedido n.º|pedido #|id pedido|tilausnumero|tilaus|tilaus #|tilauksen numero|tilaus nro|\
        ordernummer|beställning|beställningsnummer|beställning #|bestelnummer|bestelling|bestelling #|\
        bestelnr|رقم الطلب";
pub(super) const TOTAL: &str = "total|order total|order value|grand total|grand total (purchased)|grand total (base)|\
        total price|total amount|amount|order amount|revenue|net revenue|value|summe|gesamt|gesamtsumme|\
        gesamtbetrag|betrag|umsatz|bestellwert|total ttc|montant|montant total|importe|importe total|\
        total del pedido|summa|yhteensä|loppusumma|tilauksen summa|totalt|totalsumma|belopp|ordervärde|\
        totaal|totaalbedrag|bedrag|إجمالي الطلب|الإجمالي|المجموع";
const SUBTOTAL: &str = "subtotal|sub total|net sales|n. revenue|zwischensumme|nettoumsatz|sous total|ventes nettes|\
        ventas netas|välisumma|nettomyynti|delsumma|nettoförsäljning|subtotaal|netto omzet";
const CURRENCY: &str = "currency|currency code|währung|devise|moneda|divisa|valuutta|valuta|العملة";
const COUPON: &str = "coupon|coupon code|coupon(s)|coupons|discount code|discount codes|code|voucher|promo code|\
        gutschein|gutschein(e)|gutscheine|gutscheincode|rabattcode|code promo|codes promo|code(s) promo|\
        cupón|cupones|cupón(es)|kuponki|alennuskoodi|kuponki(t)|rabattkod|kupong|kupong(er)|\
        kortingscode|waardebon(nen)";
const ALIAS: &str = "checkout id|cart id|order reference|reference";

const ORDERS: &[Field] = &[
    field("order", "Order number", true, ORDER),
    field("total", "Total paid", false, TOTAL),
    field("at", "Date and time", false, AT),
    field("session", "Session id", false, SESSION),
    field("visitor", "Visitor id", false, VISITOR),
    field("email", "E-mail", false, EMAIL),
    field("email_hash", "E-mail, hashed", false, EMAIL_HASH),
    field("subtotal", "Goods alone", false, SUBTOTAL),
    field("currency", "Currency", false, CURRENCY),
    field("coupon", "Coupon", false, COUPON),
    field("alias", "Another number of the order", false, ALIAS),
];

pub(super) const QUESTION: &str =
    "question|question text|question title|slide title|frage|pregunta|kysymys|fråga|vraag|السؤال";
pub(super) const TEXT: &str = "answer|answer text|response|text|comment|response text|feedback|answers|antwort|kommentar|\
        réponse|commentaire|respuesta|comentario|vastaus|kommentti|svar|antwoord|opmerking|الإجابة";
const SCORE: &str = "score|rating|csat|nps|ces|nps score|csat score|ces score|stars|value|bewertung|note|puntuación|\
        valoración|arvosana|pisteet|betyg|poäng|beoordeling|cijfer";

const ANSWERS: &[Field] = &[
    field("answer", "Answer", true, TEXT),
    field("question", "Question", false, QUESTION),
    field("score", "Score", false, SCORE),
    field("at", "Date and time", false, AT),
    field("session", "Session id", false, SESSION),
    field("order", "Order number", false, ORDER),
    field("visitor", "Visitor id", false, VISITOR),
    field("email", "E-mail", false, EMAIL),
    field("email_hash", "E-mail, hashed", false, EMAIL_HASH),
    field(
        "survey",
        "Survey",
        false,
        "survey|survey id|survey name|poll|poll id|poll title|kind|umfrage|enquête|encuesta|kysely|\
        undersökning",
    ),
    field("kind", "Kind of question", false, "type|question type|answer type|slide type|field type|fragetyp"),
    field("id", "Answer id", false, "answer id|response id|id|number|#|token"),
];

const SESSIONS: &[Field] = &[
    field("session", "Session id", true, SESSION),
    field("visitor", "Visitor id", false, VISITOR),
    field("email", "E-mail", false, EMAIL),
    field("country", "Country", false, "country|country code|land|pays|país|maa"),
    field("customer", "New or returning", false, "customer|customer type|customer segment"),
    field("variant", "A/B variant", false, "variant|variation|arm"),
    field("channel", "Channel", false, "channel|channel group|default channel group|kanal"),
    field("device", "Device", false, "device|device type|gerät"),
];

pub(super) const VARIANT: &str =
    "variant|variation|arm|variation name|variant name|version|variante|muunnelma|variatie";
pub(super) const VISITORS: &str = "sessions|visitors|users|participants|unique visitors|exposures|besucher|sitzungen|nutzer|\
        visiteurs|utilisateurs|visitantes|usuarios|kävijät|besökare|bezoekers";
pub(super) const CONVERSIONS: &str = "conversions|converted|orders|purchases|goals|total conversions|unique conversions|konversionen|\
        conversiones|konversiot|konverteringar|conversies";

const ARMS: &[Field] = &[
    field("variant", "Variant", true, VARIANT),
    field("sessions", "Visitors", true, VISITORS),
    field("conversions", "Conversions", true, CONVERSIONS),
    field(
        "experiment",
        "Experiment",
        false,
        "experiment|experiment id|experiment name|test|test name|campaign|experiment key",
    ),
    field("name", "What it shows", false, "name|label|description"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn headers_are_compared_plainly() {
        for (header, expected) in [
            ("\u{feff} Order_ID ", "order id"),
            ("orderId", "order id"),
            ("Order  Number:", "order number"),
            ("E-Mail", "e mail"),
            ("_id", "id"),
            ("SKU", "sku"),
            ("رقم الطلب", "رقم الطلب"),
        ] {
            assert_eq!(plain(header), expected, "{header}");
        }
    }

    #[test]
    fn known_headers_are_plain_and_belong_to_one_field() {
        for kind in TableKind::ALL {
            let mut seen = BTreeSet::new();
            for field in kind.fields() {
                for header in field.headers() {
                    assert_eq!(header, plain(header), "{}", field.name);
                    assert!(
                        seen.insert(header) || header == "value",
                        "{header} is known twice in {}",
                        kind.name()
                    );
                }
            }
        }
    }
}
