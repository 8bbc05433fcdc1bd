//! Every shape of strace's notation.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::{Arguments, Value};

fn one(text: &str) -> Value<'_> {
    let arguments = Arguments::read(text);
    assert_eq!(arguments.list.len(), 1, "{text}: {arguments:?}");
    arguments.list[0].value.clone()
}

fn texts(text: &str) -> Vec<&str> {
    Arguments::read(text).list.iter().map(|argument| argument.text).collect()
}

#[test]
fn numbers() {
    assert_eq!(one("12"), Value::Number(12));
    assert_eq!(one("-1"), Value::Number(-1));
    assert_eq!(one("0x7f5fa0825000"), Value::Number(0x7f5f_a082_5000));
    assert_eq!(one("0644"), Value::Number(0o644));
    assert_eq!(one("18446744073709551615"), Value::Number(-1));
    assert_eq!(one("8192*1024"), Value::Word("8192*1024"));
    assert_eq!(one("1<<32"), Value::Word("1<<32"));
    assert_eq!(one("NULL"), Value::Null);
    assert_eq!(one("..."), Value::Ellipsis);
}

#[test]
fn strings() {
    let value = one(r#""a \"b\" \\ \33[31m\303\251\0011\x7f\n"..."#);
    let text = value.quoted().unwrap();
    assert!(text.abbreviated);
    assert_eq!(text.bytes(), b"a \"b\" \\ \x1b[31m\xc3\xa9\x011\x7f\n");
    assert_eq!(one(r#""""#).quoted().unwrap().bytes(), b"");
    assert_eq!(one(r#""\x68\xc3\xa9""#).quoted().unwrap().text(), "hé");
    assert_eq!(one(r#""cut off \30"#).quoted().unwrap().bytes(), b"cut off \x18");
    assert!(one(r#"@"abstract""#).quoted().unwrap().abstract_name);
}

#[test]
fn structs() {
    let value = one("{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"10.0.0.1\")}");
    assert_eq!(value.field("sin_port").unwrap().number(), Some(80));
    assert_eq!(value.field("sa_family"), Some(&Value::Word("AF_INET")));
    let old = one("{EPOLLIN|EPOLLET, {u32=5, u64=140003117973520}}");
    let items = old.items();
    assert_eq!(items[0].value.flags().collect::<Vec<_>>(), ["EPOLLIN", "EPOLLET"]);
    assert_eq!(items[1].value.field("u64").unwrap().number(), Some(140_003_117_973_520));
    let new = one("[{events=EPOLLIN, data={u32=5, u64=5}}]");
    assert_eq!(new.items()[0].value.field("data").unwrap().field("u64").unwrap().number(), Some(5));
    let abbreviated = one("{st_mode=S_IFREG|0755, st_size=3, ...}");
    assert_eq!(abbreviated.field("st_size").unwrap().number(), Some(3));
    assert_eq!(abbreviated.items().last().unwrap().value, Value::Ellipsis);
}

#[test]
fn arrays_and_sets() {
    assert_eq!(one("[3, 4]").items().len(), 2);
    assert_eq!(one("[]").items().len(), 0);
    assert_eq!(one("[ECONNREFUSED]").items()[0].value, Value::Word("ECONNREFUSED"));
    assert_eq!(one("[INT TERM CHLD]"), Value::Set { negated: false, members: vec!["INT", "TERM", "CHLD"] });
    assert_eq!(one("~[RTMIN RT_1]"), Value::Set { negated: true, members: vec!["RTMIN", "RT_1"] });
    assert_eq!(one("[16]").number(), Some(16));
    assert_eq!(one("[128->16]").number(), Some(16));
    assert_eq!(one("[321] => [6111]").number(), Some(6111));
    assert_eq!(texts("110 => 0, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], NULL").len(), 3);
}

#[test]
fn descriptors() {
    let decorated = |text, number, decoration, deleted| {
        assert_eq!(one(text), Value::Descriptor { number, decoration, deleted }, "{text}");
    };
    decorated("3</etc/hosts>", 3, "/etc/hosts", false);
    decorated("3</srv/zzz del>(deleted)", 3, "/srv/zzz del", true);
    decorated("9<TCP:[127.0.0.1:4000->127.0.0.1:80]>", 9, "TCP:[127.0.0.1:4000->127.0.0.1:80]", false);
    decorated("9<TCPv6:[[::1]:80->[::1]:4]>", 9, "TCPv6:[[::1]:80->[::1]:4]", false);
    decorated(
        "4<UNIX-STREAM:[30898->30897,\"/run/a>b\"]>",
        4,
        "UNIX-STREAM:[30898->30897,\"/run/a>b\"]",
        false,
    );
    decorated("2</dev/null<char 1:3>>", 2, "/dev/null<char 1:3>", false);
    decorated("AT_FDCWD</srv/a, (b) = c>", -100, "/srv/a, (b) = c", false);
    assert_eq!(one("AT_FDCWD"), Value::Word("AT_FDCWD"));
    assert_eq!(one("AT_FDCWD").number(), Some(-100));
}

#[test]
fn security_contexts_are_set_aside() {
    let arguments = Arguments::read("AT_FDCWD</srv> [root:s0], \"x\" [root:s0], 3");
    assert_eq!(arguments.list.len(), 3);
    assert!(matches!(arguments.list[0].value, Value::Descriptor { decoration: "/srv", .. }));
    assert_eq!(arguments.value(1).quoted().unwrap().raw, "x");
}

#[test]
fn names_and_comments() {
    let arguments = Arguments::read("child_stack=NULL, flags=CLONE_VM|SIGCHLD, parent_tid=[18074]");
    assert_eq!(arguments.list[1].name, Some("flags"));
    assert!(arguments.has_flag("CLONE_VM"));
    assert_eq!(arguments.named("parent_tid").unwrap().value.number(), Some(18074));
    let execve =
        Arguments::read("\"/srv/demo\", [\"/srv/demo\", \"a, b\", ...], 0x7ffe7736e2b0 /* 2 vars */");
    assert_eq!(execve.list.len(), 3);
    assert_eq!(execve.list[2].comment, Some("2 vars"));
    assert_eq!(execve.list[2].text, "0x7ffe7736e2b0");
    let verbose = Arguments::read("flags=0x1200000 /* A|B */|17 /* SIGCHLD */, child_tidptr=0x3");
    assert_eq!(verbose.list.len(), 2);
    let counted = Arguments::read("{msg_name(0)=NULL, msg_iov(1)=[{\"x\", 1}], msg_flags=0}");
    assert_eq!(counted.value(0).items()[1].name, Some("msg_iov"));
    let old = Arguments::read("\"x\", [\"x\"], [/* 38 vars */]");
    assert_eq!(old.list.len(), 3);
}

#[test]
fn functions() {
    let device = one("makedev(0xfd, 0x1)");
    assert!(matches!(&device, Value::Function { name: "makedev", arguments } if arguments.len() == 2));
    assert_eq!(one("inet_addr(\"127.0.0.1\")").number(), None);
}

#[test]
fn damage_is_read_as_far_as_it_goes() {
    assert_eq!(texts("8, [{EPOLLIN, {u32=5"), ["8", "[{EPOLLIN, {u32=5"]);
    assert_eq!(texts("u64=5}}], 512, -1"), ["5", "512", "-1"]);
    assert_eq!(texts("2, \"a\", 12child alive"), ["2", "\"a\"", "12child alive"]);
    assert!(Arguments::read("").list.is_empty());
    assert!(Arguments::read("[{[{[{".repeat(1000).as_str()).list.len() <= 3);
}
