//! The style sheet all drawings share.
//!
//! A drawing is shown as an image on pages whose background it does not know, and the reader's colour-scheme
//! preference need not be that of the page.
//! So every colour is a mid-tone with a contrast of about four to one on white and on near-black alike; the media
//! query only shifts them a little.

/// How many series colours there are; further series start again.
pub const SERIES_COLOURS: usize = 8;

/// The rules, one a line.
///
/// Series colours are Okabe and Ito's, darkened to hold their contrast on white (Color Universal Design, 2008).
pub(crate) const STYLE: &str = "\
text{font-family:system-ui,\"Noto Sans\",\"Noto Sans SC\",sans-serif;font-size:12px;fill:#6b737c}
.h{font-size:16px;font-weight:600}
.n{font-size:11px}
.v{font-weight:600}
.b{font-weight:700}
.s1{fill:#0072b2;stroke:#0072b2}
.s2{fill:#d55e00;stroke:#d55e00}
.s3{fill:#0a9370;stroke:#0a9370}
.s4{fill:#c0609a;stroke:#c0609a}
.s5{fill:#bd8000;stroke:#bd8000}
.s6{fill:#3a92cc;stroke:#3a92cc}
.s7{fill:#857a00;stroke:#857a00}
.s8{fill:#7a808a;stroke:#7a808a}
.s1,.s2,.s3,.s4,.s5,.s6,.s7,.s8{stroke-width:0}
.assumed{fill-opacity:.22;stroke-width:1.3;stroke-dasharray:4 2.5}
text.o1{fill:#fff}
text.o2,text.o3,text.o4,text.o5,text.o6,text.o7,text.o8{fill:#000}
.axis{stroke:#7f8791;stroke-width:1}
.grid{stroke:#7f8791;stroke-width:1;stroke-opacity:.3}
.line{fill:none;stroke:#7f8791;stroke-width:1.2}
.tyre{fill:#3f4c5a;stroke:#7f8791;stroke-width:1}
.glass{fill:#fff;fill-opacity:.45}
.dash{fill:none;stroke:#7f8791;stroke-width:1;stroke-dasharray:3 3}
.solid{fill:#6b737c}
.whisker{stroke:#3f4c5a;stroke-width:1.8}
.halo{stroke:#fff;stroke-width:4.6;stroke-opacity:.9;stroke-linecap:round}
.pill{fill:#3f4c5a;stroke:#7f8791;stroke-width:.6}
text.p{fill:#fff}
.band{fill:#7f8791;fill-opacity:.14}
.land{fill:#7f8791;fill-opacity:.17;fill-rule:evenodd;stroke:#7f8791;stroke-opacity:.75;stroke-width:.8}
.border{fill:none;stroke:#7f8791;stroke-opacity:.6;stroke-width:.7;stroke-dasharray:3 2.5}
.frame{fill:none;stroke:#7f8791;stroke-opacity:.5}
.way{fill:none;stroke-width:1.4;stroke-linejoin:round;stroke-opacity:.75}
.way.e{stroke-width:3.4;stroke-opacity:1}
.rail1435{stroke:#0072b2}
.rail1520{stroke:#d55e00}
.road{stroke:#857a00;stroke-dasharray:6 3}
.river{stroke:#3a92cc;stroke-dasharray:1.5 3}
.sea{stroke:#0a9370;stroke-dasharray:9 3 2 3}
.dwell{stroke:#c0609a;stroke-width:7;stroke-opacity:1}
.place{fill:#6b737c;stroke:none}
.place.e{fill:#fff;stroke:#3f4c5a;stroke-width:1.8}
@media (prefers-color-scheme:dark){
text,.solid,.place{fill:#7f8791}
text.p,text.o1,.place.e{fill:#fff}
text.o2,text.o3,text.o4,text.o5,text.o6,text.o7,text.o8{fill:#000}
}";

/// The class of a filled area of a series.
pub(crate) fn series_class(series: usize, assumed: bool) -> String {
    let number = series % SERIES_COLOURS + 1;
    if assumed { format!("s{number} assumed") } else { format!("s{number}") }
}

/// The class of text on a filled area of a series.
pub(crate) fn ink_class(series: usize) -> String {
    format!("o{}", series % SERIES_COLOURS + 1)
}
