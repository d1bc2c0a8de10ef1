//! How a visitor came, told from what the recording has: campaign parameters, click ids, referrer.
//!
//! The names follow GA4's default channel groups, in lower case. A recording has no referrer, so
//! `direct` is never concluded: without any hint the channel is not known.

use url::Url;

/// What is known of an arrival.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hints<'h> {
    pub(super) source: Option<&'h str>,
    pub(super) medium: Option<&'h str>,
    pub(super) campaign: Option<&'h str>,
    pub(super) referrer: Option<&'h str>,
    pub(super) landing_url: Option<&'h str>,
}

const SEARCH: [&str; 10] =
    ["google", "bing", "duckduckgo", "yahoo", "baidu", "yandex", "ecosia", "qwant", "naver", "startpage"];
const SOCIAL: [&str; 16] = [
    "facebook",
    "instagram",
    "tiktok",
    "pinterest",
    "linkedin",
    "twitter",
    "t.co",
    "x.com",
    "reddit",
    "youtube",
    "snapchat",
    "whatsapp",
    "threads",
    "vk",
    "fb",
    "ig",
];
/// Click ids that advertisers' links carry, and what they mean.
const CLICK_IDS: [(&str, &str); 8] = [
    ("gclid", "paid search"),
    ("gbraid", "paid search"),
    ("wbraid", "paid search"),
    ("msclkid", "paid search"),
    ("ttclid", "paid social"),
    ("twclid", "paid social"),
    ("epik", "paid social"),
    ("li_fat_id", "paid social"),
];

/// The channel, such as `paid social`; `None` when nothing tells.
pub(super) fn derive(hints: &Hints<'_>) -> Option<String> {
    let lower = |text: Option<&str>| text.map(|text| text.trim().to_lowercase()).unwrap_or_default();
    let (source, medium, campaign) = (lower(hints.source), lower(hints.medium), lower(hints.campaign));
    if !source.is_empty() || !medium.is_empty() {
        return Some(by_campaign(&source, &medium, &campaign).to_owned());
    }
    let landing = hints.landing_url.and_then(|url| Url::parse(url).ok());
    let has = |name: &str| landing.as_ref().is_some_and(|url| url.query_pairs().any(|(key, _)| key == name));
    if let Some((_, channel)) = CLICK_IDS.iter().find(|(name, _)| has(name)) {
        return Some((*channel).to_owned());
    }
    let referrer = hints.referrer.map(str::trim).filter(|text| !text.is_empty());
    if let Some(told) = referrer {
        if matches!(told, "(direct)" | "$direct" | "direct") {
            return Some("direct".to_owned());
        }
        let host = host(told);
        let own =
            landing.as_ref().and_then(Url::host_str).map(|own| own.trim_start_matches("www.").to_owned());
        if own.as_deref() != Some(host.as_str()) {
            return Some(by_source(&host).to_owned());
        }
    }
    has("fbclid").then(|| "organic social".to_owned())
}

fn host(referrer: &str) -> String {
    let url = Url::parse(referrer).or_else(|_| Url::parse(&format!("https://{referrer}")));
    let host = url.ok().and_then(|url| url.host_str().map(str::to_lowercase));
    host.map(|host| host.trim_start_matches("www.").to_owned()).unwrap_or_default()
}

fn by_campaign(source: &str, medium: &str, campaign: &str) -> &'static str {
    let paid = is_paid(medium);
    let (search, social) = (is_one(source, &SEARCH), is_one(source, &SOCIAL));
    match medium {
        _ if campaign.contains("cross-network") => "cross-network",
        "email" | "e-mail" | "e_mail" | "newsletter" => "email",
        "sms" => "sms",
        "push" | "mobile" | "notification" => "push",
        "affiliate" | "affiliates" => "affiliate",
        "audio" => "audio",
        "display" | "banner" | "expandable" | "interstitial" | "cpm" if !social => "display",
        "organic" if !social => "organic search",
        "paid_social" | "paid-social" | "paid social" | "paidsocial" => "paid social",
        "paid_search" | "paid-search" | "paid search" | "paidsearch" => "paid search",
        "shopping" | "paid_shopping" => "paid shopping",
        "social" | "social-network" | "social-media" | "sm" | "social network" | "social media" => {
            "organic social"
        }
        _ if paid && social => "paid social",
        _ if paid && search => "paid search",
        _ if paid && campaign.contains("shop") => "paid shopping",
        _ if paid && medium.contains("video") => "paid video",
        _ if paid => "paid other",
        "video" => "organic video",
        "referral" | "link" | "app" => {
            if social {
                "organic social"
            } else {
                "referral"
            }
        }
        "(none)" | "none" if source == "(direct)" || source == "direct" => "direct",
        "" => by_source(source),
        _ if source.contains("email") || source.contains("newsletter") => "email",
        _ if social => "organic social",
        _ if search => "organic search",
        _ => "unassigned",
    }
}

fn is_paid(medium: &str) -> bool {
    medium.starts_with("paid") || medium == "retargeting" || medium == "ppc" || medium.starts_with("cp")
}

/// By a source or a referring host alone.
fn by_source(source: &str) -> &'static str {
    match source {
        "direct" | "(direct)" => "direct",
        _ if is_one(source, &SOCIAL) => "organic social",
        _ if is_one(source, &SEARCH) => "organic search",
        _ if source.contains("mail") || source.contains("newsletter") => "email",
        _ => "referral",
    }
}

/// Whether a part of a host or source is one of `names`.
fn is_one(source: &str, names: &[&str]) -> bool {
    names
        .iter()
        .any(|&name| source == name || source.split(['.', '-', '_', ' ', '/']).any(|part| part == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn campaign(source: &str, medium: &str, expected: &str) {
        let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let (source, medium) = (source.to_owned().leak(), medium.to_owned().leak());
        let hints = Hints { source: some(source), medium: some(medium), ..Hints::default() };
        assert_eq!(derive(&hints).as_deref(), Some(expected), "{source} / {medium}");
    }

    #[test]
    fn campaign_parameters_name_the_channel() {
        campaign("instagram", "cpc", "paid social");
        campaign("instagram", "paid_social", "paid social");
        campaign("google", "cpc", "paid search");
        campaign("google", "organic", "organic search");
        campaign("newsletter", "email", "email");
        campaign("partner.example", "referral", "referral");
        campaign("facebook", "social", "organic social");
        campaign("criteo", "display", "display");
        campaign("somewhere", "cpc", "paid other");
        campaign("(direct)", "(none)", "direct");
        campaign("instagram", "", "organic social");
        campaign("flyer", "print", "unassigned");
    }

    #[track_caller]
    fn arrival(referrer: Option<&str>, landing_url: &str, expected: Option<&str>) {
        let hints = Hints { referrer, landing_url: Some(landing_url), ..Hints::default() };
        assert_eq!(derive(&hints).as_deref(), expected, "{referrer:?} {landing_url}");
    }

    #[test]
    fn click_ids_and_referrers_name_the_channel() {
        arrival(None, "https://shop.example/?gclid=1", Some("paid search"));
        arrival(None, "https://shop.example/?ttclid=1", Some("paid social"));
        arrival(None, "https://shop.example/?fbclid=1", Some("organic social"));
        arrival(Some("https://www.google.fi/"), "https://shop.example/", Some("organic search"));
        arrival(Some("https://l.instagram.com/x"), "https://shop.example/", Some("organic social"));
        arrival(Some("https://blog.example/"), "https://shop.example/", Some("referral"));
        arrival(Some("https://www.shop.example/a"), "https://shop.example/", None);
        arrival(Some("$direct"), "https://shop.example/", Some("direct"));
        arrival(None, "https://shop.example/", None);
        arrival(None, "no address", None);
    }
}
