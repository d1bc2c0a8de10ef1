//! Pages that are put together node by node, so that they can be what no markup gives.

use wherefore::event::{NodeId, Size};
use wherefore::replay::{Content, Dom, Element, Node, PageState};

/// A page of 200 × 200 px.
pub(crate) struct Maker {
    pub(crate) dom: Dom,
    next: i64,
    pub(crate) body: NodeId,
}

impl Maker {
    pub(crate) fn new() -> Self {
        let mut dom = Dom::of_generation(1);
        let root = NodeId(1);
        let content = Content::Document { quirks: false };
        dom.put(root, Node { parent: None, in_shadow: false, children: Vec::new(), content });
        dom.set_root(root);
        let mut maker = Self { dom, next: 2, body: root };
        let html = maker.tag(root, "html", &[]);
        maker.tag(html, "head", &[]);
        maker.body = maker.tag(html, "body", &[]);
        maker
    }

    pub(crate) fn put(&mut self, parent: NodeId, content: Content) -> NodeId {
        let id = NodeId(self.next);
        self.next += 1;
        self.dom.put(id, Node { parent: Some(parent), in_shadow: false, children: Vec::new(), content });
        self.dom.get_mut(parent).unwrap().children.push(id);
        id
    }

    pub(crate) fn tag(&mut self, parent: NodeId, name: &str, attributes: &[(&str, &str)]) -> NodeId {
        let attributes = attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let element = Element { tag: name.into(), attributes, ..Element::default() };
        self.put(parent, Content::Element(Box::new(element)))
    }

    /// The same, in a drawing.
    pub(crate) fn shape(&mut self, parent: NodeId, name: &str, attributes: &[(&str, &str)]) -> NodeId {
        let id = self.tag(parent, name, attributes);
        self.change(id, |element| element.svg = true);
        id
    }

    /// A box of 200 × 20 px of this colour, by a class or a name of its own.
    pub(crate) fn bar(&mut self, parent: NodeId, name: &str, colour: &str) -> NodeId {
        let style = format!("display:block;height:20px;width:200px;margin:0;background:{colour}");
        self.tag(parent, name, &[("style", &style)])
    }

    pub(crate) fn text(&mut self, parent: NodeId, text: &str) {
        self.put(parent, Content::Text(text.into()));
    }

    pub(crate) fn style(&mut self, css: &str) {
        let style = self.tag(self.body, "style", &[]);
        self.text(style, css);
    }

    pub(crate) fn change(&mut self, id: NodeId, change: impl FnOnce(&mut Element)) {
        change(self.dom.get_mut(id).unwrap().element_mut().unwrap());
    }

    pub(crate) fn in_shadow(&mut self, id: NodeId) {
        self.dom.get_mut(id).unwrap().in_shadow = true;
    }

    pub(crate) fn state(self) -> PageState {
        let mut state = PageState::default();
        (state.dom, state.viewport) = (self.dom, Size::new(200.0, 200.0));
        state
    }
}
