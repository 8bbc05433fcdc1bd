//! `cargo xtask pack`: rewrites the page's program so that gzip finds more in it. Trunk runs it when it builds the page.
//!
//! Nothing of what the program does changes: functions that look alike come to stand beside each other (`order.rs`), since
//! gzip looks back 32 KB and no further, and the variables of a function get their numbers by how often they are used
//! (`locals.rs`), so that the same code reads the same in more places. What comes from JavaScript gets short names
//! (`names.rs`), and sections that no browser reads are left out.
//! What comes out is checked to be a valid program before it takes the place of what went in.

mod locals;
mod names;
mod order;
mod rewrite;

use std::fs;
use std::path::PathBuf;

use wasmparser::{FunctionBody, Parser, Payload, TypeRef, Validator};

use crate::{Outcome, dist_folder};
use names::Names;

/// The task. Trunk says where it gathers the page before it becomes `dist/`, and whether it is for release.
pub fn task(_arguments: &[String]) -> Outcome {
    if std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile != "release") {
        return Ok(());
    }
    let folder = std::env::var_os("TRUNK_STAGING_DIR").map_or_else(dist_folder, PathBuf::from);
    let entries = fs::read_dir(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|why| format!("{}: {why}", folder.display()))?.path();
        let Some(name) = path.to_str().and_then(|path| path.strip_suffix("_bg.wasm")) else { continue };
        let glue = PathBuf::from(format!("{name}.js"));
        let say = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        let program = fs::read(&path).map_err(|why| say(&why))?;
        let script = fs::read_to_string(&glue).map_err(|why| format!("{}: {why}", glue.display()))?;
        let (packed, script) = packed(&program, &script).map_err(|why| say(&why))?;
        fs::write(&path, packed).map_err(|why| say(&why))?;
        fs::write(&glue, script).map_err(|why| format!("{}: {why}", glue.display()))?;
    }
    Ok(())
}

/// A program that does the same and weighs less once it is compressed, and the JavaScript that goes with it; an error for
/// what is no valid program.
pub fn packed(program: &[u8], script: &str) -> Outcome<(Vec<u8>, String)> {
    let broken = |why: &dyn std::fmt::Display| format!("this is no WebAssembly that can be packed: {why}");
    let parts = Parts::of(program).map_err(|why| broken(&why))?;
    let bodies = parts.bodies.iter().zip(&parts.parameters);
    let bodies: Result<Vec<Vec<u8>>, _> =
        bodies.map(|(body, parameters)| rewrite::body(body, *parameters)).collect();
    let order = order::by_likeness(&bodies.map_err(|why| broken(&why))?);
    let packed = rewrite::module(program, &parts, &order).map_err(|why| broken(&why))?;
    Validator::new().validate_all(&packed).map_err(|why| broken(&why))?;
    Ok((packed, parts.names.shorten(script)))
}

/// What has to be known of a program before it is written anew.
#[derive(Debug, Default)]
struct Parts<'a> {
    /// How many functions come from outside; they have the first numbers.
    imported: u32,
    /// The program's own functions.
    bodies: Vec<FunctionBody<'a>>,
    /// How many parameters each of them has: they have the first numbers among its variables.
    parameters: Vec<u32>,
    /// Short names for what comes from outside.
    names: Names,
}

impl<'a> Parts<'a> {
    fn of(program: &'a [u8]) -> wasmparser::Result<Self> {
        let mut parts = Self::default();
        let mut by_type: Vec<u32> = Vec::new();
        for payload in Parser::new(0).parse_all(program) {
            match payload? {
                Payload::TypeSection(types) => {
                    for kind in types.into_iter_err_on_gc_types() {
                        by_type.push(u32::try_from(kind?.params().len()).unwrap_or(u32::MAX));
                    }
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let import = import?;
                        parts.imported += u32::from(matches!(import.ty, TypeRef::Func(_)));
                        parts.names.add(import.name);
                    }
                }
                Payload::FunctionSection(functions) => {
                    for kind in functions {
                        let parameters = by_type.get(usize::try_from(kind?).unwrap_or(usize::MAX));
                        parts.parameters.push(parameters.copied().unwrap_or(0));
                    }
                }
                Payload::CodeSectionEntry(body) => parts.bodies.push(body),
                _ => {}
            }
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, Module,
        TypeSection, ValType,
    };
    use wasmparser::{ExternalKind, Operator};

    use super::*;

    /// What a function is built from: a number that tells it from others, and the function that it calls.
    const FUNCTIONS: &[(&str, i64, u32)] =
        &[("first", 4242, 3), ("other", -9, 2), ("last", 4242, 1), ("different", 77_777, 4)];

    /// What the program takes from outside: the function with the first number.
    const TAKEN: &str = "__wbg_alert_0123456789abcdef";

    /// A program of a few functions, each with a parameter and two variables, of which the second is used more often.
    fn program() -> Vec<u8> {
        let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
        let (mut exports, mut code) = (ExportSection::new(), CodeSection::new());
        let mut imports = ImportSection::new();
        types.ty().function([ValType::I64], []);
        imports.import("page", TAKEN, EntityType::Function(0));
        for ((name, number, called), at) in FUNCTIONS.iter().zip(1..) {
            functions.function(0);
            exports.export(name, ExportKind::Func, at);
            let mut function = Function::new([(2, ValType::I64)]);
            let mut write = function.instructions();
            for _ in 0..8 {
                write.i64_const(*number).local_set(2).local_get(2).local_get(0).i64_add().local_set(2);
            }
            write.local_get(2).local_set(1).local_get(1).call(*called).end();
            code.function(&function);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    /// Each exported function by its name: the first number in it, the name of what it calls, and the variables used.
    fn told(program: &[u8]) -> Vec<(String, i64, String, Vec<u32>)> {
        let parts = Parts::of(program).unwrap();
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(program) {
            if let Payload::ExportSection(exports) = payload.unwrap() {
                let exports = exports.into_iter().map(Result::unwrap);
                let functions = exports.filter(|one| one.kind == ExternalKind::Func);
                names.extend(functions.map(|one| (one.name.to_string(), one.index)));
            }
        }
        let name_of = |index: u32| names.iter().find(|one| one.1 == index).unwrap().0.clone();
        let tell = |(name, index): &(String, u32)| {
            let (mut number, mut called, mut used) = (0, String::new(), Vec::new());
            let body = &parts.bodies[usize::try_from(index - parts.imported).unwrap()];
            for operator in body.get_operators_reader().unwrap() {
                match operator.unwrap() {
                    Operator::I64Const { value } => number = value,
                    Operator::Call { function_index } => called = name_of(function_index),
                    Operator::LocalSet { local_index } => used.push(local_index),
                    _ => {}
                }
            }
            (name.clone(), number, called, used)
        };
        names.iter().map(tell).collect()
    }

    #[test]
    fn every_function_calls_what_it_called_and_the_busiest_variable_is_the_first() {
        let before = told(&program());
        let after = told(&packed(&program(), "").unwrap().0);
        assert_eq!(before.len(), FUNCTIONS.len());
        for ((name, number, called, used), now) in before.into_iter().zip(after) {
            let renumbered =
                used.into_iter().map(|local| [0, 2, 1][usize::try_from(local).unwrap()]).collect();
            assert_eq!((name, number, called, renumbered), now);
        }
    }

    #[test]
    fn program_and_script_agree_on_the_short_names() {
        let script = format!("const imports = {{ {TAKEN}: (what) => alert(what) }};");
        let (packed, script) = packed(&program(), &script).unwrap();
        let mut taken = Vec::new();
        for payload in Parser::new(0).parse_all(&packed) {
            if let Payload::ImportSection(imports) = payload.unwrap() {
                taken.extend(imports.into_imports().map(|import| import.unwrap().name.to_string()));
            }
        }
        assert_eq!(taken, ["_0"]);
        assert_eq!(script, "const imports = { _0: (what) => alert(what) };");
    }

    #[test]
    fn what_is_no_program_is_an_error() {
        assert!(packed(b"<html>", "").is_err());
        let whole = program();
        assert!(packed(&whole[..whole.len() - 3], "").is_err());
    }
}
