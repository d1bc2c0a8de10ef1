//! Hypotheses and their evidence. Writing back what was read undoes any change.

use super::{Error, Evidence, Hypothesis, Library};

impl Library {
    /// All hypotheses, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hypotheses(&self) -> Result<Vec<Hypothesis>, Error> {
        todo!()
    }

    /// The hypothesis of that id, in any case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hypothesis(&self, id: &str) -> Result<Option<Hypothesis>, Error> {
        todo!("{id}")
    }

    /// Writes a hypothesis, in place of the one of its id.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn put_hypothesis(&self, hypothesis: &Hypothesis) -> Result<(), Error> {
        todo!("{hypothesis:?}")
    }

    /// Deletes a hypothesis with its evidence; nothing changes if there is none.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn delete_hypothesis(&self, id: &str) -> Result<(), Error> {
        todo!("{id}")
    }

    /// An id that no hypothesis ever had.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_hypothesis_id(&self) -> Result<String, Error> {
        todo!()
    }

    /// The evidence of a hypothesis, in the order it was pinned.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn evidence(&self, hypothesis: &str) -> Result<Vec<Evidence>, Error> {
        todo!("{hypothesis}")
    }

    /// The evidence that a session gives, by moment.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn evidence_of_session(&self, session: &str) -> Result<Vec<Evidence>, Error> {
        todo!("{session}")
    }

    /// Writes a piece of evidence and returns its number. An `id` of 0 gets a new number; another
    /// takes the place of the one of that number.
    ///
    /// # Errors
    /// When the library cannot be changed, or there is no such hypothesis.
    pub fn put_evidence(&self, evidence: &Evidence) -> Result<i64, Error> {
        todo!("{evidence:?}")
    }

    /// Deletes a piece of evidence; nothing changes if there is none.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn delete_evidence(&self, id: i64) -> Result<(), Error> {
        todo!("{id}")
    }
}
