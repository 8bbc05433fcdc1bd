//! The variables of a function, numbered by how often they are used.

use std::cmp::Reverse;

use wasmparser::{FunctionBody, Operator, ValType};

/// New numbers for the variables of a function.
#[derive(Debug, Default)]
pub struct Locals {
    /// The new number of each parameter and variable; parameters keep theirs.
    numbers: Vec<u32>,
    /// How many variables there are of each type, in the order of their numbers. Unused ones are left out.
    pub declared: Vec<(u32, ValType)>,
}

impl Locals {
    /// Numbers the variables of a function with so many parameters: those of a type together, the busiest first.
    pub fn of(body: &FunctionBody<'_>, parameters: u32) -> wasmparser::Result<Self> {
        let mut variables: Vec<Variable> = Vec::new();
        for declared in body.get_locals_reader()? {
            let (count, kind) = declared?;
            for _ in 0..count {
                variables.push(Variable { kind, uses: 0, number: 0 });
            }
        }
        for operator in body.get_operators_reader()? {
            let (Operator::LocalGet { local_index }
            | Operator::LocalSet { local_index }
            | Operator::LocalTee { local_index }) = operator?
            else {
                continue;
            };
            let variable = local_index.checked_sub(parameters).and_then(|at| usize::try_from(at).ok());
            if let Some(variable) = variable.and_then(|at| variables.get_mut(at)) {
                variable.uses += 1;
            }
        }
        let mut kinds: Vec<ValType> = vec![ValType::I32, ValType::I64, ValType::F64];
        for variable in &variables {
            if !kinds.contains(&variable.kind) {
                kinds.push(variable.kind);
            }
        }
        let mut next = parameters;
        let mut declared = Vec::new();
        for kind in kinds {
            let mut same: Vec<&mut Variable> =
                variables.iter_mut().filter(|one| one.kind == kind && one.uses > 0).collect();
            same.sort_by_key(|one| Reverse(one.uses));
            let before = next;
            for variable in same {
                variable.number = next;
                next += 1;
            }
            if next > before {
                declared.push((next - before, kind));
            }
        }
        let numbers = (0..parameters).chain(variables.iter().map(|one| one.number)).collect();
        Ok(Self { numbers, declared })
    }

    /// The new number of a parameter or variable.
    pub fn number(&self, old: u32) -> u32 {
        usize::try_from(old).ok().and_then(|at| self.numbers.get(at)).copied().unwrap_or(old)
    }
}

/// One variable of a function.
#[derive(Debug)]
struct Variable {
    kind: ValType,
    uses: u32,
    number: u32,
}
