//! Thirty small files; some are marked for guests, some are the house's own.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::drawings::{pdf, png};
use super::lines::Line;

/// What is in a file.
#[derive(Clone, Copy)]
enum Content {
    /// Plain text, or a table, or Markdown, as the name says.
    Text(&'static str),
    /// A page with a title and lines.
    Page(&'static str, &'static [&'static str]),
    /// A drawing in two colours, ground and ink.
    Drawing([u8; 3], [u8; 3]),
}

use Content::{Drawing, Page, Text};

/// Whom a file is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Guests,
    House,
}

use For::{Guests, House};

/// What the file hangs on (the kind and the id), its name, who brought it, whom it is for, and what is in it.
struct File(
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    For,
    Content,
);

const INK: [u8; 3] = [0x1f, 0x2a, 0x44];
const SAND: [u8; 3] = [0xf4, 0xec, 0xdd];
const OCHRE: [u8; 3] = [0xc6, 0x8a, 0x2e];
const MOSS: [u8; 3] = [0x4c, 0x6b, 0x4f];
const SNOW: [u8; 3] = [0xfa, 0xfa, 0xf7];
const BLUE: [u8; 3] = [0x3a, 0x6e, 0xa5];

pub(super) fn lines() -> Vec<Line> {
    FILES
        .iter()
        .enumerate()
        .map(|(at, File(kind, id, name, who, whom, content))| {
            let (bytes, content_type) = match content {
                Text(text) => (text.as_bytes().to_vec(), text_type(name)),
                Page(title, lines) => (pdf(title, lines), "application/pdf"),
                Drawing(ground, ink) => (png(96, 64, *ground, *ink), "image/png"),
            };
            Line::new("file", format!("file-{}", at + 1))
                .with("on", json!({ *kind: id }))
                .with("name", *name)
                .with("content_type", content_type)
                .with("external", *whom == Guests)
                .with("uploaded_by", *who)
                .with("content", json!({ "base64": STANDARD.encode(bytes) }))
        })
        .collect()
}

fn text_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "csv")) => "text/csv",
        Some((_, "md")) => "text/markdown",
        _ => "text/plain",
    }
}

const FILES: &[File] = &[
    File(
        "project",
        "theatre-site",
        "site-map.txt",
        "marit",
        Guests,
        Text(
            "Tonight\nProgramme\n  Productions\n  Calendar\nYour visit\n  Getting here\n  Seats without steps\nHouse\n  Ensemble\n  Archive\nContact\n",
        ),
    ),
    File(
        "project",
        "theatre-site",
        "plan-until-opening.pdf",
        "marit",
        Guests,
        Page(
            "Until the season opens",
            &[
                "Week 1-2   Texts of the first twelve pages",
                "Week 3     Content workshop with the ensemble",
                "Week 4     Speed, redirects, second language",
                "Week 5     Launch on a Tuesday morning",
            ],
        ),
    ),
    File(
        "project",
        "theatre-site",
        "hours-and-margin.csv",
        "marit",
        House,
        Text("part,planned,used\nconcept,84,79\ntemplates,71,66\ndrawings,40,31\n"),
    ),
    File(
        "task",
        "theatre-site.design",
        "home-page-second-version.png",
        "rui",
        Guests,
        Drawing(SAND, INK),
    ),
    File(
        "task",
        "theatre-site.season-drawings",
        "winter-darker-ground.png",
        "noor",
        Guests,
        Drawing(INK, OCHRE),
    ),
    File(
        "task",
        "theatre-site.season-drawings.autumn",
        "autumn-final.png",
        "noor",
        Guests,
        Drawing(SAND, OCHRE),
    ),
    File(
        "task",
        "theatre-site.season-drawings",
        "fee-agreement.pdf",
        "marit",
        House,
        Page(
            "Agreement on twelve drawings",
            &[
                "Twelve drawings in two colours, two rounds each.",
                "Use: website and posters of the season.",
            ],
        ),
    ),
    File(
        "task",
        "theatre-site.texts",
        "corrections-history-page.txt",
        "helena",
        Guests,
        Text(
            "Paragraph 2: the gallery was added in the ninth season, not in the eighth.\nParagraph 4: please name both architects.\n",
        ),
    ),
    File(
        "meeting",
        "theatre-kick-off",
        "what-the-box-office-is-asked.csv",
        "marit",
        Guests,
        Text(
            "question,out of 100 calls\nWhen does it start tonight?,58\nAre there seats left?,21\nWhere can I park?,9\nIs there an interval?,7\nOther,5\n",
        ),
    ),
    File(
        "project",
        "kestrel-shop",
        "which-parts-fit.csv",
        "rui",
        Guests,
        Text(
            "model,wheel,brake,chain\nHarrier 3,622,disc,11\nMerlin City,584,rim,8\nKite Cargo,507,disc,9\n",
        ),
    ),
    File(
        "task",
        "kestrel-shop.shop-design",
        "product-page.png",
        "rui",
        Guests,
        Drawing(SNOW, BLUE),
    ),
    File(
        "task",
        "kestrel-shop.terms",
        "terms-of-sale-draft.md",
        "marit",
        Guests,
        Text(
            "# Terms of sale\n\n1. You can send goods back within 30 days.\n2. A fitted part comes back only if it did not fit.\n3. Cargo bicycles: wording still open.\n",
        ),
    ),
    File(
        "task",
        "kestrel-app.icons",
        "icon-bell.png",
        "noor",
        Guests,
        Drawing(BLUE, SNOW),
    ),
    File(
        "project",
        "fern-shop",
        "plant-calendar.csv",
        "beatriz",
        Guests,
        Text(
            "plant,coast,hills,inland\nhart's tongue fern,Feb-Apr,Mar-May,Mar-Apr\nsword fern,Mar-May,Apr-Jun,Apr-May\nlady fern,Mar-Apr,Apr-May,Apr-May\n",
        ),
    ),
    File(
        "task",
        "fern-shop.frost",
        "frost-rule.txt",
        "rui",
        Guests,
        Text(
            "A parcel leaves on a Monday or Tuesday when no night of that week is colder than -1 degrees at either end.\n",
        ),
    ),
    File(
        "project",
        "fern-search",
        "forty-questions.csv",
        "beatriz",
        House,
        Text(
            "question,place on phone,place on desktop\nwhen to plant ferns,14,11\nferns for shade,8,9\nferns that stay green,22,19\n",
        ),
    ),
    File(
        "project",
        "solbakken-brand",
        "direction-two.pdf",
        "ines",
        Guests,
        Page(
            "Direction two: the morning",
            &[
                "A line of light over the hill, and under it the cow.",
                "Blue from direction three. Grey paper, not white.",
            ],
        ),
    ),
    File(
        "task",
        "solbakken-brand.cow",
        "cow-before-and-after.png",
        "ines",
        Guests,
        Drawing(SNOW, INK),
    ),
    File(
        "project",
        "northlight-site",
        "branch-page-example.png",
        "rui",
        Guests,
        Drawing(SNOW, MOSS),
    ),
    File(
        "project",
        "northlight-site",
        "steering-group-numbers.csv",
        "marit",
        House,
        Text("part,budget,used\ndesign,10502,10180\ntemplates,8188,8420\nbranches,2900,1650\n"),
    ),
    File(
        "task",
        "northlight-site.branches",
        "three-sentences-how-to.md",
        "marit",
        Guests,
        Text(
            "# Three sentences for your branch\n\n1. What is special about your place?\n2. Whom will people meet?\n3. How do they find the door?\n",
        ),
    ),
    File(
        "project",
        "northlight-move",
        "switch-minute-by-minute.txt",
        "tobias",
        House,
        Text(
            "06:00 names point to the new machine\n06:05 first page checked\n06:10 tills checked, one by one\n06:51 done, or the way back begins\n",
        ),
    ),
    File(
        "project",
        "alder-access",
        "findings-first-rank.pdf",
        "tobias",
        Guests,
        Page(
            "Seven findings of the first rank",
            &[
                "1. The date of birth cannot be typed.",
                "2. The error is only a red border.",
                "3. The form forgets everything after ten minutes.",
                "4. The captcha has no other way.",
                "5. The focus cannot be seen on dark ground.",
                "6. The menu traps the keyboard.",
                "7. Leaflets are pictures of text.",
            ],
        ),
    ),
    File(
        "ticket",
        "ticket-216",
        "three-telephones.txt",
        "oskar",
        Guests,
        Text(
            "Telephone A, four years old: one request.\nTelephone B, two years old: one request.\nTelephone C, nine years old: two requests, every time.\n",
        ),
    ),
    File(
        "invoice",
        "invoice-503",
        "list-of-posters.csv",
        "tobias",
        Guests,
        Text("production,copies\nfirst,150\nsecond,150\nthird,150\nfourth,150\n"),
    ),
    File(
        "estimate",
        "estimate-seat-map",
        "hall-and-gallery.png",
        "rui",
        Guests,
        Drawing(SAND, MOSS),
    ),
    File(
        "order",
        "order-1007",
        "delivery-note-1007.pdf",
        "tobias",
        Guests,
        Page(
            "Delivery note 1007",
            &[
                "Kestrel Cycles, goods in, gate 2",
                "Please check the parcel before you sign.",
            ],
        ),
    ),
    File(
        "customer",
        "fern-and-field",
        "yearly-agreement.pdf",
        "tobias",
        Guests,
        Page(
            "Yearly agreement",
            &[
                "Care for shop and newsletter, twelve months.",
                "Answer within one working day.",
            ],
        ),
    ),
    File(
        "knowledge_base",
        "client-handbook",
        "photo-permission.txt",
        "ines",
        Guests,
        Text(
            "I agree that this photograph of me may be shown on the website named below.\n\nName:\nWebsite:\nDate and signature:\n",
        ),
    ),
    File(
        "article",
        "preparing-content",
        "text-template.md",
        "beatriz",
        Guests,
        Text(
            "# Title of the page\n\nOne sentence that says what a visitor finds here.\n\n## First question a visitor has\n\nThe answer, in three sentences at most.\n",
        ),
    ),
    File(
        "article",
        "launch-day",
        "launch-list.csv",
        "rui",
        Guests,
        Text(
            "when,what,who\nday before,last back-up,studio\n08:00,names switched,studio\n08:10,ten pages looked at,both\n12:00,log read,studio\n17:00,call,both\n",
        ),
    ),
    File(
        "task",
        "quince-campaign.posters",
        "poster-torn-page.png",
        "noor",
        Guests,
        Drawing(SAND, [0x6b, 0x2d, 0x2d]),
    ),
];
