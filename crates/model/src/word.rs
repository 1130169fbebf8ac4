//! Closed vocabularies of the files: an enum, its words, and an error that lists them.

use thiserror::Error;

/// The text is none of the words allowed in its place.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is not one of {}", expected.join(", "))]
pub struct UnknownWord {
    /// What was read, shortened.
    pub text: String,
    /// The words allowed, in their order.
    pub expected: &'static [&'static str],
}

/// Declares an enum whose variants are the words of a file column.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// All words, in their order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word in files.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::word::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::word::UnknownWord {
                        text: text.chars().take(40).collect(),
                        expected: Self::WORDS,
                    }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub(crate) use words;
