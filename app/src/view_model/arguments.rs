//! The arguments of a call in both runs, side by side: which of them differ, and whether that matters.

use analyzer::render::rows::{ArgumentDetails, FlagDetails, RowDetails};

/// One argument in both runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared<'a> {
    /// What is told of it: of the failing run where that has it.
    pub told: &'a ArgumentDetails,
    /// The value in the normal run, where it is another one.
    pub before: Option<&'a ArgumentDetails>,
    /// That it is another one may matter: it is no address in memory, and no other number of the same thing.
    pub matters: bool,
}

/// All arguments, in the order of the call. `changed` says that the runs behave differently in this row.
pub fn compared(details: &RowDetails, changed: bool) -> Vec<Compared<'_>> {
    let (normal, failing) = (details.normal.as_ref(), details.failing.as_ref());
    let Some(shown) = failing.or(normal) else { return Vec::new() };
    let before =
        normal.filter(|_| failing.is_some()).map(|side| side.arguments.as_slice()).unwrap_or_default();
    let pairs = shown.arguments.iter().enumerate().map(|(place, told)| {
        let before =
            before.get(place).filter(|before| before.name == told.name && before.value != told.value);
        Compared { told, before, matters: changed && before.is_some_and(|before| matters(before, told)) }
    });
    pairs.collect()
}

fn matters(before: &ArgumentDetails, told: &ArgumentDetails) -> bool {
    let address = |argument: &ArgumentDetails| argument.value.starts_with("0x");
    let same_thing = !told.meaning.is_empty() && told.meaning == before.meaning;
    !(same_thing || (address(before) && address(told)))
}

/// How a flag stands in both runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Both runs set it, or there is only one.
    Both,
    /// Only the normal run sets it.
    OnlyNormal,
    /// Only the failing run sets it.
    OnlyFailing,
}

/// Every flag of an argument, those that only the normal run sets behind the others.
pub fn flags(compared: Compared<'_>) -> Vec<(&FlagDetails, Standing)> {
    let Some(before) = compared.before else {
        return compared.told.flags.iter().map(|flag| (flag, Standing::Both)).collect();
    };
    let within =
        |flags: &[FlagDetails], flag: &FlagDetails| flags.iter().any(|other| other.name == flag.name);
    let told = compared.told.flags.iter().map(|flag| {
        let both = within(&before.flags, flag);
        (flag, if both { Standing::Both } else { Standing::OnlyFailing })
    });
    let gone = before.flags.iter().filter(|flag| !within(&compared.told.flags, flag));
    told.chain(gone.map(|flag| (flag, Standing::OnlyNormal))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
    use analyzer::render::rows::SideDetails;

    use super::*;

    fn argument(name: &str, value: &str, meaning: &str) -> ArgumentDetails {
        let flags = value.split('|').map(|name| FlagDetails { name: name.into(), meaning: String::new() });
        ArgumentDetails {
            name: name.into(),
            value: value.into(),
            meaning: meaning.into(),
            flags: if value.contains('|') { flags.collect() } else { Vec::new() },
        }
    }

    fn details(normal: &[ArgumentDetails], failing: &[ArgumentDetails]) -> RowDetails {
        let side = |arguments: &[ArgumentDetails]| {
            (!arguments.is_empty())
                .then(|| SideDetails { arguments: arguments.to_vec(), ..SideDetails::default() })
        };
        RowDetails { call: String::new(), normal: side(normal), failing: side(failing) }
    }

    #[test]
    fn another_number_of_the_same_thing_and_other_addresses_do_not_matter() {
        let told = details(
            &[
                argument("fd", "14", "cache file /a"),
                argument("buf", "0x7ffe1", ""),
                argument("path", "\"/a\"", ""),
            ],
            &[
                argument("fd", "15", "cache file /a"),
                argument("buf", "0x7ffe2", ""),
                argument("path", "\"/b\"", ""),
            ],
        );
        let seen: Vec<(bool, bool)> =
            compared(&told, true).iter().map(|one| (one.before.is_some(), one.matters)).collect();
        assert_eq!(seen, [(true, false), (true, false), (true, true)]);
        assert!(compared(&told, false).iter().all(|one| !one.matters), "the row behaves alike");
    }

    #[test]
    fn each_flag_knows_which_run_sets_it() {
        let told = details(
            &[argument("flags", "O_RDWR|O_CREAT", "")],
            &[argument("flags", "O_RDWR|O_EXCL|O_DIRECT", "")],
        );
        let all = compared(&told, true);
        let flags: Vec<(&str, Standing)> =
            flags(all[0]).iter().map(|(flag, standing)| (flag.name.as_str(), *standing)).collect();
        assert_eq!(
            flags,
            [
                ("O_RDWR", Standing::Both),
                ("O_EXCL", Standing::OnlyFailing),
                ("O_DIRECT", Standing::OnlyFailing),
                ("O_CREAT", Standing::OnlyNormal)
            ]
        );
    }

    #[test]
    fn one_side_alone_has_nothing_to_differ_from() {
        let alone = details(&[argument("fd", "3", "")], &[]);
        assert_eq!(compared(&alone, true).iter().filter(|one| one.before.is_some()).count(), 0);
        assert!(compared(&details(&[], &[]), true).is_empty());
    }
}
