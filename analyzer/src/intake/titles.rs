//! Lines that stand between traces in a paste: prompts, fences, headings, prose.

use crate::model::shell;
use crate::source::Role;

/// What a line between traces is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// A shell's prompt with a command, or a bare `strace` command.
    Prompt,
    /// The border of a block of code: ` ``` `, `<pre>`, `{code}`.
    Fence,
    /// What `head` and `tail` write above a file: `==> name <==`.
    FileName,
    /// A heading that is marked as one, or written in a script that strace never writes.
    Heading,
    /// A short line that may be a heading.
    PerhapsHeading,
    /// Anything else.
    Text,
}

/// The most characters that a heading has.
const HEADING_LENGTH: usize = 60;

/// Says what a line is that does not belong to a trace.
pub fn between(line: &str) -> Between {
    let line = line.trim();
    if line.starts_with("==> ") && line.ends_with(" <==") {
        return Between::FileName;
    }
    if is_fence(line) {
        return Between::Fence;
    }
    if is_prompt(line) {
        return Between::Prompt;
    }
    if line.chars().count() > HEADING_LENGTH || line.is_empty() {
        return Between::Text;
    }
    let marked = line.starts_with('#')
        || ["===", "---", "***", "###", "**", "//"].iter().any(|mark| line.starts_with(mark));
    if marked || line.chars().any(is_foreign) {
        return Between::Heading;
    }
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = numbered.len() < line.len() && numbered.starts_with(['.', ')']) && line.len() > 3;
    let telling = Role::hinted_by(line).is_some();
    if numbered || telling || line.ends_with(':') { Between::PerhapsHeading } else { Between::Text }
}

/// A letter outside of the scripts that programs and strace print in traces.
fn is_foreign(character: char) -> bool {
    !character.is_ascii() && is_letter(character)
        || matches!(character, '：' | '。' | '，' | '、' | '【' | '】')
}

/// A letter of any script, by the blocks of Unicode that hold letters: signs, arrows, frames and emoji are none.
/// The exact answer needs tables of several KB.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
        || matches!(
            character,
            '\u{c0}'..='\u{d6}'
                | '\u{d8}'..='\u{f6}'
                | '\u{f8}'..='\u{1fff}'
                | '\u{2c00}'..='\u{2dff}'
                | '\u{3005}'..='\u{3007}'
                | '\u{3031}'..='\u{d7ff}'
                | '\u{f900}'..='\u{fdff}'
                | '\u{fe70}'..='\u{fefc}'
                | '\u{ff21}'..='\u{ff3a}'
                | '\u{ff41}'..='\u{ff5a}'
                | '\u{ff66}'..='\u{ffdc}'
                | '\u{20000}'..='\u{3ffff}'
        )
}

fn is_fence(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    ["```", "~~~", "{code", "{noformat", "[code", "[/code", "<pre", "</pre", "<code", "</code"]
        .iter()
        .any(|mark| lower.starts_with(mark) && lower.len() < 40)
}

/// `[root@host ~]# strace …`, `user@host:~$ …`, `$ …`, `# strace …`, `sudo strace …`.
fn is_prompt(line: &str) -> bool {
    let command = |rest: &str| {
        let rest = rest.trim_start();
        let rest = rest.strip_prefix("sudo ").unwrap_or(rest);
        rest == "strace" || rest.starts_with("strace ")
    };
    if command(line) || line.strip_prefix(['$', '#', '%', '>', '❯', '➜']).is_some_and(command) {
        return true;
    }
    shell::command(line).is_some()
}

/// A heading without its marks; `None` if nothing is left.
pub fn title(line: &str) -> Option<String> {
    let marks = ['#', '=', '*', '_', '`', '-', '<', '>', ' ', '\t', '~'];
    let line = line.trim();
    let title = line.strip_prefix("//").unwrap_or(line).trim_start_matches(marks).trim_end_matches(marks);
    let title = title.trim_end_matches([':', '：']).trim();
    (!title.is_empty()).then(|| title.to_string())
}

/// True if a line reads like a sentence: mostly letters, several words.
pub fn is_prose(line: &str) -> bool {
    let line = line.trim();
    let characters = line.chars().count();
    let ideographs = line.chars().filter(|c| is_foreign(*c)).count();
    let letters = line.chars().filter(|c| is_letter(*c) || *c == ' ').count();
    let words = line
        .split_whitespace()
        .filter(|word| word.chars().all(|c| is_letter(c) || ",.;:!?'’-".contains(c)))
        .count();
    ideographs * 4 > characters || (words >= 3 && letters * 10 > characters * 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_all_scripts_are_letters_and_signs_are_none() {
        for letter in
            ['a', 'Z', 'é', 'ß', 'ж', 'λ', 'ש', 'ع', 'ह', 'ก', '日', 'の', '한', 'Ａ', 'ｱ', '\u{20000}']
        {
            assert!(is_letter(letter) && letter.is_alphabetic(), "{letter}");
        }
        for sign in
            ['1', '_', '·', '×', '…', '’', '→', '│', '✓', '、', '：', '→', '\u{fffd}', '😀', '\u{e0a0}']
        {
            assert!(!is_letter(sign) && !sign.is_alphabetic(), "{sign}");
        }
    }

    #[test]
    fn lines_between_traces() {
        for (line, is) in [
            ("[root@iZ2ze2mzhjk3ou1vsnkthzZ rpm]# strace -p 3904 -v", Between::Prompt),
            ("user@host:~/app$ strace -f ./a", Between::Prompt),
            ("$ ls", Between::Prompt),
            ("# strace -p 3", Between::Prompt),
            ("strace -f -tt ls", Between::Prompt),
            ("```text", Between::Fence),
            ("<pre><code>", Between::Fence),
            ("==> normal.strace <==", Between::FileName),
            ("1.异常调用堆栈", Between::Heading),
            ("## Normal run", Between::Heading),
            ("===== failing =====", Between::Heading),
            ("2. The failing one", Between::PerhapsHeading),
            ("Here it works:", Between::PerhapsHeading),
            ("total 12", Between::Text),
            ("disk usage is at 3 % here and nobody knows why it should be so much more", Between::Text),
        ] {
            assert_eq!(between(line), is, "{line}");
        }
    }

    #[test]
    fn titles_lose_their_marks() {
        for (line, wanted) in [
            ("1.异常调用堆栈", Some("1.异常调用堆栈")),
            ("## Normal run", Some("Normal run")),
            ("==> normal.strace <==", Some("normal.strace")),
            ("**Failing:**", Some("Failing")),
            ("正常：", Some("正常")),
            ("-----", None),
        ] {
            assert_eq!(title(line).as_deref(), wanted, "{line}");
        }
    }

    #[test]
    fn prose_is_told_from_data() {
        assert!(is_prose("The disk was full, and nobody noticed."));
        assert!(is_prose("用户自定义域名打开网站返回502，直接curl后端正常。"));
        assert!(!is_prose("2026/11/21 01:46:35 [crit] 67#67: *1 pwritev() failed"));
        assert!(!is_prose("/dev/vda1 20511312 20511312 0 100% /"));
    }
}
