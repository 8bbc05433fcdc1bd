//! Descriptor tables: which life of a number a process means at the moment.

use super::{DescriptorId, Lives, ProcessId};
use crate::model::trace::EventId;
use crate::order::{InList, Map};

/// Index of a table.
pub(crate) type TableId = usize;

/// A number's entry in a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    /// The life that the number stands for.
    pub id: DescriptorId,
    /// False if it was inherited over fork and not used here since.
    pub own: bool,
    /// It closes on execve.
    pub close_on_exec: bool,
}

/// The tables of all processes.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    open: Vec<Map<i32, Slot>>,
    owner: Vec<ProcessId>,
    users: Vec<u32>,
    of: Vec<TableId>,
    /// For each table and number, the lives in order, with the event from which on each counts.
    pub lives: Map<(TableId, i32), Vec<(EventId, DescriptorId)>>,
}

impl Tables {
    /// The table of a process; makes one if the process is new.
    pub(crate) fn of(&mut self, process: ProcessId) -> TableId {
        while self.of.len() <= process as usize {
            let owner = ProcessId::try_from(self.of.len()).unwrap_or(ProcessId::MAX);
            let table = self.add(owner, Map::default());
            self.of.push(table);
        }
        self.of.get(process as usize).copied().unwrap_or(0)
    }

    /// What remains to be asked when the walk is over.
    pub(crate) fn into_lives(self) -> Lives {
        Lives { table: self.of, lives: self.lives }
    }

    /// The process that a table belongs to; of threads, the one that made it.
    pub(crate) fn owner(&self, table: TableId) -> ProcessId {
        self.owner.get(table).copied().unwrap_or(0)
    }

    /// Gives a new process its table: its parent's own, or a copy.
    pub(crate) fn inherit(&mut self, parent: ProcessId, child: ProcessId, shared: bool) {
        let from = self.of(parent);
        self.of(child);
        let table = if shared {
            if let Some(users) = self.users.get_mut(from) {
                *users += 1;
            }
            from
        } else {
            let copy = self.copy(from);
            self.add(child, copy)
        };
        if let Some(of) = self.of.get_mut(child as usize) {
            *of = table;
        }
    }

    /// A process calls execve: it no longer shares its table, and loses what closes on execve, which is returned.
    pub(crate) fn execute(&mut self, process: ProcessId) -> Vec<DescriptorId> {
        let mut table = self.of(process);
        if self.users.get(table).is_some_and(|users| *users > 1) {
            let copy = self.copy(table);
            if let Some(users) = self.users.get_mut(table) {
                *users -= 1;
            }
            table = self.add(process, copy);
            if let Some(of) = self.of.get_mut(process as usize) {
                *of = table;
            }
        }
        let Some(open) = self.open.get_mut(table) else { return Vec::new() };
        let gone: Vec<(i32, Slot)> = open.iter().filter(|(_, slot)| slot.close_on_exec).copied().in_list();
        for (number, _) in &gone {
            open.remove(number);
        }
        gone.into_iter().filter(|(_, slot)| slot.own).map(|(_, slot)| slot.id).in_list()
    }

    /// What a number stands for in a table.
    pub(crate) fn get(&self, table: TableId, number: i32) -> Option<Slot> {
        self.open.get(table)?.get(&number).copied()
    }

    /// A number begins a new life.
    pub(crate) fn set(&mut self, table: TableId, number: i32, slot: Slot, since: EventId) {
        let Some(open) = self.open.get_mut(table) else { return };
        let before = open.insert(number, slot);
        if slot.own && before.is_none_or(|before| before.id != slot.id) {
            self.lives.change((table, number), |lives| lives.push((since, slot.id)));
        }
    }

    /// Sets whether a number closes on execve.
    pub(crate) fn set_close_on_exec(&mut self, table: TableId, number: i32, close: bool) {
        if let Some(slot) = self.open.get_mut(table).and_then(|open| open.get_mut(&number)) {
            slot.close_on_exec = close;
        }
    }

    /// A number's life ends.
    pub(crate) fn remove(&mut self, table: TableId, number: i32) -> Option<Slot> {
        self.open.get_mut(table)?.remove(&number)
    }

    /// The numbers of a table from `first` to `last` that are open.
    pub(crate) fn range(&self, table: TableId, first: i32, last: i32) -> Vec<i32> {
        let open = self.open.get(table);
        open.map(|open| open.within(first, last).map(|(number, _)| *number).in_list()).unwrap_or_default()
    }

    fn add(&mut self, owner: ProcessId, open: Map<i32, Slot>) -> TableId {
        self.open.push(open);
        self.owner.push(owner);
        self.users.push(1);
        self.open.len() - 1
    }

    fn copy(&self, table: TableId) -> Map<i32, Slot> {
        let mut copy = self.open.get(table).cloned().unwrap_or_default();
        for slot in copy.values_mut() {
            slot.own = false;
        }
        copy
    }
}
