//! A program written anew: its functions in another order, their variables under other numbers.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, Function, FunctionSection, ImportSection, Instruction, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionBody, FunctionSectionReader, ImportSectionReader,
    Operator, Parser,
};

use super::Parts;
use super::locals::Locals;
use super::names::Names;

type Result<T = ()> = std::result::Result<T, Error<Infallible>>;

/// The program with its functions in that order. Sections that no browser reads are left out.
pub fn module(program: &[u8], parts: &Parts<'_>, order: &[usize]) -> Result<Vec<u8>> {
    let mut numbers = vec![0; order.len()];
    for (new, old) in (parts.imported..).zip(order) {
        if let Some(number) = numbers.get_mut(*old) {
            *number = new;
        }
    }
    let mut rewriter =
        Rewriter { parts: Some(parts), order, numbers, names: &parts.names, locals: Locals::default() };
    let mut module = Module::new();
    rewriter.parse_core_module(&mut module, Parser::new(0), program)?;
    Ok(module.finish())
}

/// The code of one function as it is going to be written, but for the numbers of functions that it calls.
pub fn body(body: &FunctionBody<'_>, parameters: u32) -> Result<Vec<u8>> {
    let names = Names::default();
    let mut rewriter =
        Rewriter { parts: None, order: &[], numbers: Vec::new(), names: &names, locals: Locals::default() };
    Ok(rewriter.function(body, parameters)?.into_raw_body())
}

struct Rewriter<'p> {
    /// Without it, functions keep their numbers.
    parts: Option<&'p Parts<'p>>,
    order: &'p [usize],
    /// The new number of each function of the program's own.
    numbers: Vec<u32>,
    names: &'p Names,
    /// Those of the function that is being written.
    locals: Locals,
}

impl Rewriter<'_> {
    fn function(&mut self, body: &FunctionBody<'_>, parameters: u32) -> Result<Function> {
        self.locals = Locals::of(body, parameters)?;
        let mut declared = Vec::new();
        for (count, kind) in std::mem::take(&mut self.locals.declared) {
            declared.push((count, self.val_type(kind)?));
        }
        let mut function = Function::new(declared);
        for operator in body.get_operators_reader()? {
            function.instruction(&self.instruction(operator?)?);
        }
        Ok(function)
    }
}

impl Reencode for Rewriter<'_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32> {
        let own = self.parts.and_then(|parts| function.checked_sub(parts.imported));
        let new = own.and_then(|own| self.numbers.get(usize::try_from(own).ok()?));
        Ok(new.copied().unwrap_or(function))
    }

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> Result<Instruction<'a>> {
        let new = |local_index: u32| self.locals.number(local_index);
        let operator = match operator {
            Operator::LocalGet { local_index } => Operator::LocalGet { local_index: new(local_index) },
            Operator::LocalSet { local_index } => Operator::LocalSet { local_index: new(local_index) },
            Operator::LocalTee { local_index } => Operator::LocalTee { local_index: new(local_index) },
            other => other,
        };
        utils::instruction(self, operator)
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result {
        for import in section.into_imports() {
            let import = import?;
            imports.import(import.module, self.names.short(import.name), self.entity_type(import.ty)?);
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result {
        let kinds: Vec<u32> = section.into_iter().collect::<wasmparser::Result<_>>()?;
        for kind in self.order.iter().filter_map(|at| kinds.get(*at)) {
            functions.function(*kind);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, _section: CodeSectionReader<'_>) -> Result {
        let Some(parts) = self.parts else { return Ok(()) };
        for at in self.order {
            if let Some((body, parameters)) = parts.bodies.get(*at).zip(parts.parameters.get(*at)) {
                code.function(&self.function(body, *parameters)?);
            }
        }
        Ok(())
    }

    fn parse_custom_section(&mut self, _module: &mut Module, _section: CustomSectionReader<'_>) -> Result {
        Ok(())
    }
}
