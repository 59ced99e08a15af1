//! The page's own HTML as a tree. Only what the templates write is understood: they close what they open, quote every
//! attribute and escape every text.

/// A part of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// An element with its attributes and what it holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Whether it is of this class, among others.
    pub(super) fn is(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|own| own == class))
    }

    /// The elements directly in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name, itself or anywhere in it.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        if self.name == name { Some(self) } else { self.elements().find_map(|element| element.find(name)) }
    }

    /// All of its text, spaces folded.
    pub(super) fn text(&self) -> String {
        fn collect(element: &Element, into: &mut String) {
            for node in &element.children {
                match node {
                    Node::Text(text) => into.push_str(text),
                    Node::Element(inner) => collect(inner, into),
                }
            }
        }
        let mut text = String::new();
        collect(self, &mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Elements without an end.
const VOID: [&str; 4] = ["meta", "link", "br", "hr"];

/// The tree of a page.
pub(super) fn parse(html: &str) -> Element {
    let mut open = vec![Element::default()];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_text(&mut open, &rest[..at]);
        rest = &rest[at + 1..];
        let Some(end) = tag_end(rest) else { break };
        let (tag, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if tag.starts_with(['!', '?']) {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            close(&mut open, name.trim());
            continue;
        }
        let element = start(tag.strip_suffix('/').unwrap_or(tag));
        if tag.ends_with('/') || VOID.contains(&element.name.as_str()) {
            push(&mut open, Node::Element(element));
        } else if element.name == "style" {
            // What it holds is no markup.
            let end = rest.find("</style>").unwrap_or(rest.len());
            let style = Element { children: vec![Node::Text(rest[..end].to_owned())], ..element };
            push(&mut open, Node::Element(style));
            rest = rest.get(end + "</style>".len()..).unwrap_or("");
        } else {
            open.push(element);
        }
    }
    while open.len() > 1 {
        fold(&mut open);
    }
    open.pop().unwrap_or_default()
}

/// Where a tag ends: at the first `>` outside of quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

fn start(tag: &str) -> Element {
    let (name, mut rest) = tag.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while let Some((name, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        attributes.push((name.trim().to_owned(), unescaped(value)));
        rest = after;
    }
    Element { name: name.to_owned(), attributes, children: Vec::new() }
}

fn push(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if !text.is_empty() {
        push(open, Node::Text(unescaped(text)));
    }
}

fn fold(open: &mut Vec<Element>) {
    if let Some(done) = open.pop() {
        push(open, Node::Element(done));
    }
}

fn close(open: &mut Vec<Element>, name: &str) {
    if open.iter().skip(1).any(|element| element.name == name) {
        while open.len() > 1 {
            let last = open.last().is_some_and(|element| element.name == name);
            fold(open);
            if last {
                break;
            }
        }
    }
}

/// Text with its character references resolved.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest.find(';').and_then(|end| Some((character(&rest[1..end])?, end)));
        if let Some((c, end)) = reference {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_texts_and_references_are_read() {
        let page = parse(
            "<!doctype html><main class=\"a b\"><p title=\"1 &#62; 0\">x &lt;i&gt; &amp;amp;<br>y</p><path d=\"M0 0\"/></main>",
        );
        let main = page.find("main").unwrap();
        assert!(main.is("b") && !main.is("c"));
        let p = main.find("p").unwrap();
        assert_eq!((p.attribute("title"), p.text().as_str()), (Some("1 > 0"), "x <i> &amp;y"));
        assert_eq!(main.elements().count(), 2);
    }

    #[test]
    fn what_does_not_close_and_styles_do_no_harm() {
        let page = parse("<style>a > b { x: '<p>' }</style><p>one<b>two</p>three</i> & four<");
        assert_eq!(page.elements().map(|element| element.name.as_str()).collect::<Vec<_>>(), ["style", "p"]);
        assert_eq!(page.find("p").unwrap().text(), "onetwo");
        assert!(page.text().ends_with("three & four"));
    }
}
