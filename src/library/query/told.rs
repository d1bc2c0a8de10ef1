//! What side tables told: survey answers, arms of experiments, the site.

use super::super::{Answer, Error, Library, Segment, Site};
use crate::format::ArmRow;

impl Library {
    /// The answers given in a session, by time.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn answers(&self, session: &str) -> Result<Vec<Answer>, Error> {
        todo!("{session}")
    }

    /// The answers given in sessions of the segment; with no segment terms also those that belong
    /// to no session.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn answers_in(&self, segment: &Segment) -> Result<Vec<Answer>, Error> {
        todo!("{segment:?}")
    }

    /// Arms of A/B tests as another tool counted them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn arms(&self) -> Result<Vec<ArmRow>, Error> {
        todo!()
    }

    /// What is known of the site.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn site(&self) -> Result<Site, Error> {
        todo!()
    }
}
