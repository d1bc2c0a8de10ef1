//! Attempts to use a coupon, read from the page: a code typed into a coupon field, sent, and the
//! words that the page then showed beside it.

use super::element;
use super::index::Sight;
use super::model::{Coupon, Element};
use super::name;
use super::rules::Rules;
use super::window::Window;
use crate::event::{Mutation, NodeContent, NodeId, Time};
use crate::replay::{self, Dom};

/// Waits for the answer to a coupon.
#[derive(Debug, Default)]
pub(super) struct CouponWatch {
    field: Option<Field>,
    /// When the code was sent, or last typed if nothing was pressed since.
    asked: Option<Time>,
    found: Vec<(Coupon, Element)>,
    /// The field that was typed into last and takes no coupons: one is typed into letter by letter.
    other: Option<(u16, u32, NodeId)>,
}

#[derive(Debug, Clone)]
struct Field {
    window: u16,
    document: u32,
    node: NodeId,
    /// What field and answer share: its form, or a box a few levels up.
    around: NodeId,
    element: Element,
    /// Pressed after it was typed into.
    sent: bool,
}

impl CouponWatch {
    /// A control got a value from the visitor.
    pub(super) fn typed(&mut self, (at, number): (Time, u16), window: &mut Window, node: NodeId) {
        let document = window.page.dom.generation();
        let same = self
            .field
            .as_ref()
            .is_some_and(|field| (field.window, field.document, field.node) == (number, document, node));
        if !same {
            if self.other == Some((number, document, node)) {
                return;
            }
            if !is_coupon_field(window.sight(), node) {
                self.other = Some((number, document, node));
                return;
            }
            let Some(element) = window.describe(node) else { return };
            let around = around(&window.page.dom, node);
            self.field = Some(Field { window: number, document, node, around, element, sent: false });
        }
        self.asked = Some(at);
        if let Some(field) = &mut self.field {
            field.sent = false;
        }
    }

    /// Something was pressed, by pointer or key.
    pub(super) fn pressed(&mut self, (at, number): (Time, u16), dom: &Dom, target: NodeId) {
        let Some(field) = &mut self.field else { return };
        if (field.window, field.document) != (number, dom.generation()) || target == field.node {
            return;
        }
        let is_button = dom.element(target).is_some_and(|element| {
            element::is_interactive(element)
                && !matches!(&*element.tag, "input" | "select" | "textarea" | "label")
                || matches!(element.attribute("type"), Some("submit" | "button" | "image"))
        });
        if is_button && is_within(dom, target, field.around) {
            field.sent = true;
            self.asked = Some(at);
        }
    }

    /// The page changed; `dom` is as it is after that.
    pub(super) fn answered(
        &mut self,
        (at, number): (Time, u16),
        dom: &Dom,
        mutation: &Mutation,
        rules: &Rules,
    ) {
        let (Some(field), Some(asked)) = (&self.field, self.asked) else { return };
        if (field.window, field.document) != (number, dom.generation()) {
            return;
        }
        if at.since(asked) > rules.coupon_within_ms {
            self.asked = None;
            return;
        }
        let changed = changed_elements(dom, mutation);
        let near = changed.into_iter().filter(|id| *id != field.node && is_near(dom, *id, field.around));
        let answer =
            near.filter_map(|id| verdict(dom, id, field.around)).min_by_key(|(accepted, _)| *accepted);
        if let Some((accepted, message)) = answer {
            self.found.push((Coupon { at, accepted, message }, field.element.clone()));
            self.asked = None;
        }
    }

    /// Adds what was read from the page to what events told, each attempt once, in order of time.
    /// Gives the fields of those that were read from the page, by time.
    pub(super) fn merge_into(&mut self, told: &mut Vec<Coupon>, within_ms: i64) -> Vec<(Time, Element)> {
        let found = std::mem::take(&mut self.found);
        let fields = found.iter().map(|(coupon, element)| (coupon.at, element.clone())).collect();
        let events = std::mem::take(told);
        for event in events {
            let same = |coupon: &Coupon| {
                coupon.accepted == event.accepted && coupon.at.since(event.at).abs() <= within_ms
            };
            if !found.iter().any(|(coupon, _)| same(coupon)) {
                told.push(event);
            }
        }
        told.extend(found.into_iter().map(|(coupon, _)| coupon));
        told.sort_by_key(|coupon| coupon.at);
        fields
    }
}

const FIELD_WORDS: [&str; 14] = [
    "coupon",
    "promo",
    "discount",
    "voucher",
    "gutschein",
    "rabatt",
    "cupon",
    "cupón",
    "giftcode",
    "gift code",
    "reduction code",
    "alennuskoodi",
    "kampanjakoodi",
    "kod rabatowy",
];

/// Words that say that a code is of another kind.
const OTHER_CODES: [&str; 18] = [
    "zip", "post", "country", "card", "cvc", "cvv", "security", "area", "dial", "verif", "otp", "phone",
    "pin", "login", "tax", "bank", "sms", "product",
];

fn is_coupon_field(sight: Sight<'_>, node: NodeId) -> bool {
    let Some(element) = sight.dom.element(node).filter(|element| &*element.tag == "input") else {
        return false;
    };
    let own = ["name", "id", "placeholder", "aria-label", "class", "autocomplete"];
    let mut words: Vec<String> =
        own.iter().filter_map(|name| element.attribute(name)).map(str::to_lowercase).collect();
    words.extend(name::label_of(sight, node).map(|label| label.to_lowercase()));
    let has = |word: &&str| words.iter().any(|text| text.contains(*word));
    if FIELD_WORDS.iter().any(&has) {
        return true;
    }
    let is_code =
        words.iter().any(|text| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "code"));
    is_code && !OTHER_CODES.iter().any(has)
}

/// The form around a field unless it is the whole checkout, else the box some levels up.
fn around(dom: &Dom, node: NodeId) -> NodeId {
    let above: Vec<NodeId> = dom
        .ancestors(node)
        .skip(1)
        .take_while(|(_, node)| node.element().is_some() && !matches!(node.tag(), "body" | "html" | "main"))
        .take(5)
        .map(|(id, _)| id)
        .collect();
    let form = above.iter().find(|id| dom.get(**id).is_some_and(|node| node.tag() == "form"));
    // The answer often stands right after the form.
    let after_form = form.and_then(|form| above.iter().skip_while(|id| *id != form).nth(1));
    let outermost = above.iter().rfind(|id| dom.get(**id).is_some_and(|node| node.tag() != "label"));
    if let Some(around) = after_form.or(form).or(outermost) {
        return *around;
    }
    // Nothing but a label is around it: field, button and answer all lie in the page itself.
    let outside = dom.ancestors(node).skip(1).find(|(_, node)| node.tag() != "label");
    outside.map_or(node, |(id, _)| id)
}

fn is_within(dom: &Dom, node: NodeId, top: NodeId) -> bool {
    dom.ancestors(node).take(element::MAX_DEPTH).any(|(id, _)| id == top)
}

/// Beside the field, or in a place where pages announce things; and not hidden.
fn is_near(dom: &Dom, node: NodeId, top: NodeId) -> bool {
    let (mut near, mut hidden) = (false, false);
    for (id, node) in dom.ancestors(node).take(element::MAX_DEPTH) {
        let Some(element) = node.element() else { continue };
        hidden |= name::is_hidden(element);
        near |= id == top
            || matches!(element.attribute("role"), Some("alert" | "status" | "log"))
            || element.attribute("aria-live").is_some();
    }
    near && !hidden
}

/// The elements whose words or looks a change touched.
fn changed_elements(dom: &Dom, mutation: &Mutation) -> Vec<NodeId> {
    let texts = mutation.texts.iter().filter_map(|(id, _)| dom.get(*id)?.parent);
    let attributes = mutation.attributes.iter().filter(|(_, changes)| {
        changes
            .iter()
            .any(|(name, _)| matches!(&**name, "hidden" | "class" | "style" | "open" | "aria-hidden"))
    });
    let added = mutation.adds.iter().flat_map(|added| &added.nodes).filter_map(|node| match node.content {
        NodeContent::Text(_) => dom.get(node.id)?.parent,
        _ => None,
    });
    let mut all: Vec<NodeId> = texts.chain(attributes.map(|(id, _)| *id)).chain(added).collect();
    all.dedup();
    all.truncate(500);
    all
}

const REFUSALS: [&str; 46] = [
    "invalid",
    "not valid",
    "isn't valid",
    "can't",
    "cannot",
    "can not",
    "could not",
    "couldn't",
    "expired",
    "not found",
    "doesn't exist",
    "does not exist",
    "unknown",
    "incorrect",
    "wrong",
    "no longer",
    "not eligible",
    "not applicable",
    "not apply",
    "doesn't apply",
    "not applied",
    "not be applied",
    "not recogni",
    "already used",
    "already been used",
    "unable",
    "rejected",
    "declined",
    "not accepted",
    "does not work",
    "doesn't work",
    "not work",
    "try again",
    "minimum",
    "ungültig",
    "abgelaufen",
    "nicht",
    "invalide",
    "non valide",
    "expiré",
    "no es válido",
    "caducado",
    "ei kelpaa",
    "virheellinen",
    "ogiltig",
    "غير صالح",
];

const APPROVALS: [&str; 20] = [
    "applied",
    "success",
    "accepted",
    "activated",
    "redeemed",
    "you save",
    "saved",
    "% off",
    "discount",
    "takes",
    "was added",
    "has been added",
    "eingelöst",
    "angewendet",
    "gutgeschrieben",
    "appliqué",
    "aplicado",
    "hyväksytty",
    "tillagd",
    "تم تطبيق",
];

/// What a changed element says about a coupon; `None` if it says nothing about it.
fn verdict(dom: &Dom, node: NodeId, top: NodeId) -> Option<(bool, String)> {
    let element = dom.element(node)?;
    if matches!(&*element.tag, "button" | "a" | "label" | "h1" | "h2" | "h3" | "input" | "script" | "style") {
        return None;
    }
    let message = name::text(dom, node, false)?;
    let plain = message.to_lowercase().replace(['’', '‘'], "'");
    if REFUSALS.iter().any(|word| plain.contains(word)) {
        return Some((false, message));
    }
    let looks = looks_of(dom, node, top);
    let has = |words: &[&str]| looks.iter().any(|word| words.contains(&word.as_str()));
    if has(&["error", "invalid", "danger", "failure", "failed", "refused"]) && !is_request(&plain) {
        return Some((false, message));
    }
    if APPROVALS.iter().any(|word| plain.contains(word)) || percent_off(&plain) {
        return Some((true, message));
    }
    has(&["success", "good", "valid", "applied", "accepted"]).then_some((true, message))
}

/// "Enter a code." is no answer to one.
fn is_request(plain: &str) -> bool {
    ["enter ", "please enter", "type ", "bitte geben", "required"]
        .iter()
        .any(|start| plain.starts_with(start))
}

fn percent_off(plain: &str) -> bool {
    plain.contains('%') && (plain.contains(" off") || plain.contains('-') || plain.contains('−'))
}

/// The words of class and id of an element and what it lies in, below `top`.
fn looks_of(dom: &Dom, node: NodeId, top: NodeId) -> Vec<String> {
    dom.ancestors(node)
        .take(4)
        .take_while(|(id, _)| *id != top)
        .filter_map(|(_, node)| node.element())
        .flat_map(|element: &replay::Element| {
            ["class", "id"].into_iter().filter_map(|name| element.attribute(name))
        })
        .flat_map(|value| value.split(|c: char| !c.is_alphanumeric()))
        .map(str::to_lowercase)
        .collect()
}
