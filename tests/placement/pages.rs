//! The pages of `traps`.

use wherefore::event::Size;

/// A page that sets a trap.
pub(crate) struct Trap {
    /// Its address and its visits' names.
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    /// What is in its body; and where it is another, what is in that of the page that is shown.
    pub(crate) html: (&'static str, Option<&'static str>),
    /// The visitor's window, and a script that is run before the clicks.
    pub(crate) visited: (Size, &'static str),
    /// The same of the page that is shown.
    pub(crate) shown: (Size, &'static str),
    /// What is clicked, and where in its box.
    pub(crate) clicks: &'static [(&'static str, f64, f64)],
    /// The same on the page that is shown, where it is found otherwise there.
    pub(crate) asked: &'static [&'static str],
    /// How much the visitor's page was enlarged with two fingers.
    pub(crate) pinched: f64,
    /// What was clicked cannot be seen on the page that is shown.
    pub(crate) out_of_view: bool,
}

const PHONE: Size = Size { width: 360.0, height: 640.0 };
const BIG_PHONE: Size = Size { width: 430.0, height: 932.0 };
const LAPTOP: Size = Size { width: 1024.0, height: 640.0 };
const SCREEN: Size = Size { width: 1600.0, height: 1000.0 };

/// A trap as most are: the same page in two windows.
const fn page(name: &'static str, what: &'static str, html: &'static str) -> Trap {
    Trap {
        name,
        what,
        html: (html, None),
        visited: (LAPTOP, ""),
        shown: (SCREEN, ""),
        clicks: &[("#a", 0.2, 0.3), ("#b", 0.8, 0.9)],
        asked: &[],
        pinched: 1.0,
        out_of_view: false,
    }
}

const FRAME: &str = "<p>Pay below</p><iframe style='display:block;width:40%;height:300px;margin-left:30px;\
    border:9px solid;padding:14px' srcdoc=\"<!DOCTYPE html><style>body{margin:0}button{display:block;\
    width:100%;height:12px;padding:0;border:0;margin-bottom:5px}@media(min-width:590px){#a{margin-top:60px}}\
    </style><button id=a>Card</button><button id=b>Bank</button>\"></iframe>";

pub(crate) const TRAPS: &[Trap] = &[
    Trap {
        clicks: &[("iframe >>> #a", 0.02, 0.9), ("iframe >>> #b", 0.98, 0.1), ("iframe >>> #b", 0.99, 0.9)],
        ..page("frame", "an iframe with a border and padding", FRAME)
    },
    Trap {
        visited: (LAPTOP, "scrollTo(0, 900)"),
        ..page(
            "sticky",
            "a sticky header, scrolled",
            "<div style='height:120px'>Free delivery</div><nav style='position:sticky;top:0;height:60px'>\
             <button id=a>Shoes</button> <button id=b>Sale</button></nav><div class=tall>Shoes</div>",
        )
    },
    Trap {
        visited: (PHONE, "scrollTo(0, 700)"),
        shown: (BIG_PHONE, ""),
        ..page(
            "footer",
            "a bar that sticks to the bottom of the window while its section is in view",
            "<section><div class=tall>Shoes</div><div style='position:sticky;bottom:0;height:60px'>\
             <button id=a style='width:50%'>Add</button><button id=b style='width:50%'>Buy</button></div>\
             </section><div class=tall>More</div>",
        )
    },
    Trap {
        visited: (LAPTOP, "document.querySelector('#list').scrollTop = 250"),
        shown: (SCREEN, "document.querySelector('#list').scrollTop = 0"),
        ..page(
            "drawer",
            "a head and a foot that stick in a drawer which is scrolled",
            "<div style='height:5vw'></div><div id=list style='overflow:auto;height:400px;width:30%'>\
             <header style='position:sticky;top:0'><button id=a>Close</button></header><div class=tall></div>\
             <footer style='position:sticky;bottom:10px'><button id=b style='width:100%'>Buy</button></footer>\
             </div><div class=tall>Shoes</div>",
        )
    },
    Trap {
        visited: (PHONE, "scrollTo(0, 700)"),
        shown: (BIG_PHONE, ""),
        ..page(
            "fixed",
            "a bar fixed to the bottom of the window, scrolled",
            "<div class=tall>Shoes</div><div style='position:fixed;left:0;right:0;bottom:0;height:60px'>\
             <button id=a style='width:50%'>Add</button><button id=b style='width:50%'>Buy</button></div>",
        )
    },
    Trap {
        visited: (LAPTOP, "document.querySelector('#list').scrollTop = 500"),
        shown: (SCREEN, "document.querySelector('#list').scrollTop = 430"),
        ..page("scroller", "an inner scroller that shows it elsewhere", LIST)
    },
    Trap {
        visited: (LAPTOP, "document.querySelector('#list').scrollTop = 500"),
        out_of_view: true,
        ..page("scrolled", "an inner scroller that does not show it", LIST)
    },
    Trap {
        visited: (PHONE, ""),
        shown: (BIG_PHONE, ""),
        ..page("carousel", "a carousel of slides as wide as the window, moved", SLIDES)
    },
    Trap {
        visited: (PHONE, ""),
        shown: (BIG_PHONE, "document.querySelector('#track').style.transform = ''"),
        out_of_view: true,
        ..page("slide", "a carousel that shows another slide", SLIDES)
    },
    Trap {
        html: (
            "<main><a class=card>Boot</a><a class=card>Sock</a><a class=card>Shoe</a></main>\
             <style>.card{display:block;height:90px}</style>",
            Some(
                "<main><a class=card>Hat</a><a class=card>Shoe</a><a class=card>Coat</a>\
                 <a class=card>Boot</a></main><style>.card{display:block;height:90px}</style>",
            ),
        ),
        clicks: &[("main > a:nth-child(1)", 0.1, 0.1), ("main > a:nth-child(3)", 0.9, 0.9)],
        asked: &["main > a:nth-child(4)", "main > a:nth-child(2)"],
        ..page("moved", "a list whose cards moved", "")
    },
    Trap {
        clicks: &[("#grid > a:nth-child(2)", 0.1, 0.9), ("#grid > a:nth-child(5)", 0.9, 0.1)],
        ..page(
            "columns",
            "a grid with more columns in a wider window",
            "<div id=grid style='display:grid;gap:10px;grid-template-columns:repeat(auto-fill,minmax(300px,1fr))'>\
             <a>One</a><a>Two</a><a>Three</a><a>Four</a><a>Five</a><a>Six</a></div>\
             <style>#grid a{display:block;height:80px}@media(min-width:1200px){#grid{margin-top:200px}}</style>",
        )
    },
    Trap {
        clicks: &[("x-buy >>> #a", 0.1, 0.1), ("x-buy >>> #b", 0.9, 0.9)],
        ..page(
            "shadow",
            "buttons in a shadow tree",
            "<div style='height:10vw'></div><x-buy><template shadowrootmode=open><div style='padding:2vw'>\
             <button id=a>Buy</button> <button id=b>Save</button></div></template></x-buy>",
        )
    },
    page(
        "turned",
        "boxes that are enlarged and moved by a transform",
        "<div style='transform:translate(25%,40px) scale(1.5);transform-origin:0 0;width:40%'>\
         <button id=a style='width:100%'>Buy</button><button id=b>Save</button></div>",
    ),
    page(
        "table",
        "cells of a table, and a link that wraps",
        "<table style='width:60%'><tr><td>Size</td><td id=a>Shoulder</td></tr><tr><td>42</td><td>110</td></tr>\
         </table><p style='width:25%'>Read how to <a href=# id=b>measure the length of your own foot</a>.</p>",
    ),
    page(
        "rtl",
        "a page from right to left",
        "<main dir=rtl style='padding:3vw'><button id=a>Osta</button><p><button id=b style='width:30%'>Myy\
         </button></p></main>",
    ),
    Trap {
        visited: (PHONE, ""),
        shown: (BIG_PHONE, ""),
        pinched: 2.0,
        ..page(
            "pinched",
            "a page that was enlarged with two fingers",
            "<p>Wool, soft and warm</p><button id=a style='width:100%'>Buy</button><p>Made in Turku, of wool \
             from the islands</p><div class=tall></div><button id=b style='width:30%'>Save</button>",
        )
    },
    Trap {
        // As wide as the same screen is at 150 %.
        visited: (Size { width: 1067.0, height: 667.0 }, "scrollTo(0, 300)"),
        ..page(
            "zoomed",
            "a page that the browser shows at 150 %",
            "<div class=tall style='columns:300px'>Wool <button id=a>Buy</button></div>\
             <button id=b style='width:25vw'>Save</button>",
        )
    },
    page(
        "enlarged",
        "a page that is enlarged by its own zoom",
        "<style>html{zoom:1.5}</style><div style='padding:20px'><button id=a>Buy</button>\
         <p>Wool</p><button id=b style='width:200px'>Save</button></div>",
    ),
];

const LIST: &str = "<div style='height:5vw'></div><div id=list style='overflow:auto;height:300px;width:50%'>\
    <button>1</button><button>2</button><button>3</button><button>4</button><button>5</button>\
    <button id=a>6</button><button id=b>7</button><button>8</button><button>9</button><button>10</button>\
    </div><style>#list button{display:block;width:100%;height:100px}</style>";

const SLIDES: &str = "<div style='overflow:hidden'><div id=track style='display:flex;\
    transform:translateX(-100%)'><section><button>Old</button></section><section><button id=a>Buy</button>\
    <button id=b>Save</button></section><section><button>New</button></section></div></div>\
    <style>section{flex:0 0 100%;height:200px}button{width:40%}</style>";
