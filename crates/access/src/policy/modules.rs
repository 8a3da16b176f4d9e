//! One table a module: what each built-in role opens of it.

use super::words::{called, words};
use crate::catalogue::{Bits, Facet, Module};
use crate::roles::BuiltIn;

/// Width of the words before the columns of roles.
const WORDS: usize = 36;

pub(super) fn tables(page: &mut String) {
    page.push_str(
        "\nWHAT EACH ROLE OPENS, MODULE BY MODULE\n\n\
         \"yes\" is open where a path with that role opens the item; \".\" is closed. The last column is the\n\
         name used in permissions. The account's ceiling can take away any of it, and adds nothing.\n",
    );
    for module in Module::ALL {
        table(page, module);
    }
    page.push_str(
        "\nNO BUILT-IN ROLE OPENS\n\n\
         What stands here is the company's own: it shows to a guest only where somebody with the right to\n\
         share writes it into permissions by name.\n\n",
    );
    for module in Module::ALL {
        for facet in Facet::ALL {
            let opened = BuiltIn::ALL
                .iter()
                .fold(Bits::NONE, |all, role| all | held(*role, module, facet));
            for name in (module.all(facet) - opened).names(module, facet) {
                let path = format!("{module}.{}.{name}", facet.name());
                page.push_str(&format!("  {path:<32} {}\n", words(module, facet, name)));
            }
        }
    }
}

fn table(page: &mut String, module: Module) {
    let (many, one) = called(module);
    let identity = module.entry().identity.join(", ");
    let mut head = format!("\n{:<width$}", many, width = WORDS + 2);
    let mut shows = format!("  {:<WORDS$}", format!("the {one} itself: {identity}"));
    for role in BuiltIn::ALL {
        head.push_str(&column(role, role.name()));
        let named = role.permissions().module(module).is_some();
        shows.push_str(&column(role, if named { "yes" } else { "." }));
    }
    for line in [head, shows] {
        page.push_str(&format!("{}\n", line.trim_end()));
    }
    for facet in Facet::ALL {
        page.push_str(match facet {
            Facet::Fields => "  Shows\n",
            Facet::Relations => "  Shows that hangs on it\n",
            Facet::Actions => "  May\n",
            Facet::Notifications => "  Is told when\n",
        });
        for name in module.entry().names(facet) {
            let mut line = format!(
                "    {:<width$}",
                words(module, facet, name),
                width = WORDS - 2
            );
            let bit = module.bit(facet, name).unwrap_or_default();
            for role in BuiltIn::ALL {
                let open = held(role, module, facet).has(bit);
                line.push_str(&column(role, if open { "yes" } else { "." }));
            }
            page.push_str(&format!("{line}{name}\n"));
        }
    }
}

fn held(role: BuiltIn, module: Module, facet: Facet) -> Bits {
    role.permissions()
        .module(module)
        .unwrap_or_default()
        .get(facet)
}

/// A cell as wide as the role's name asks for.
fn column(role: BuiltIn, text: &str) -> String {
    format!(
        "{text:<width$}",
        width = role.name().len() + if role.is_level() { 1 } else { 2 }
    )
}
