//! Commands of the play head.

use crate::replay::PlayerCommand;
use crate::ui::command::Play;
use crate::ui::state::State;

/// Moves the play head of the open session; speed and skipping are kept in the settings.
pub fn apply(state: &mut State, command: Play) {
    let Some(session) = state.opened.as_deref_mut().and_then(|opened| opened.session.as_deref_mut()) else {
        if command == Play::ToggleSkipIdle {
            state.settings.skip_idle = !state.settings.skip_idle;
        }
        return;
    };
    let player = &session.player;
    let command = match command {
        Play::Toggle => PlayerCommand::Toggle,
        Play::Seek(to) => PlayerCommand::Seek(to),
        Play::By(ms) => PlayerCommand::JumpBy(ms),
        Play::Step(step) => PlayerCommand::Step(step),
        Play::NextSignal | Play::PreviousSignal => match session.signal_beside(command == Play::NextSignal) {
            Some(at) => PlayerCommand::Seek(at),
            None => return,
        },
        Play::Faster => PlayerCommand::Faster(true),
        Play::Slower => PlayerCommand::Faster(false),
        Play::Speed(speed) => PlayerCommand::Speed(speed),
        Play::ToggleSkipIdle => PlayerCommand::SkipIdle(!player.skips_idle()),
    };
    session.player.handle(command);
    state.settings.speed = session.player.speed();
    state.settings.skip_idle = session.player.skips_idle();
}

/// Stops the play head where it is.
pub fn pause(state: &mut State) {
    if let Some(session) = state.opened.as_deref_mut().and_then(|opened| opened.session.as_deref_mut()) {
        session.player.handle(PlayerCommand::Pause);
    }
}
