//! What a network remembers: answers to questions about it that do not depend on who asks.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Values by key, each made when it is first asked for.
#[derive(Debug)]
pub(crate) struct Memo<K, V: ?Sized>(RwLock<BTreeMap<K, Arc<V>>>);

impl<K: Ord, V: ?Sized> Memo<K, V> {
    /// The value of a key; `make` has to give the same for the same key whenever it is called.
    pub(crate) fn get(&self, key: K, make: impl FnOnce() -> Arc<V>) -> Arc<V> {
        // A value is put in whole or not at all, so that what a panic elsewhere left behind is sound.
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let made = make();
        let mut values = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(values.entry(key).or_insert(made))
    }
}

impl<K, V: ?Sized> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Clone, V: ?Sized> Clone for Memo<K, V> {
    fn clone(&self) -> Self {
        Self(RwLock::new(self.0.read().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}
