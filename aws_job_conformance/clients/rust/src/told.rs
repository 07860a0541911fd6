//! What the SDK returns, as JSON; nothing is made nicer than it is.
use std::collections::HashMap;

use aws_smithy_types::date_time::Format;
use aws_smithy_types::{Blob, DateTime, Document, Number};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

/// A value of the SDK: none where it shows a member as not there.
pub trait Told {
    fn told(&self) -> Option<Value>;
}

/// A key of a map.
pub trait Key {
    fn key(&self) -> String;
}

/// What stands in a list, where nothing is a null.
pub fn value<T: Told>(of: &T) -> Value {
    of.told().unwrap_or(Value::Null)
}

/// The members that are there.
pub fn members<const N: usize>(found: [(&str, Option<Value>); N]) -> Option<Value> {
    let there = found.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Some(Value::Object(there.collect()))
}

pub fn not_json(words: &str) -> Value {
    json!({"$not-json": words})
}

impl<T: Told> Told for Option<T> {
    fn told(&self) -> Option<Value> {
        self.as_ref().and_then(Told::told)
    }
}

impl<T: Told> Told for Box<T> {
    fn told(&self) -> Option<Value> {
        (**self).told()
    }
}

impl<T: Told> Told for Vec<T> {
    fn told(&self) -> Option<Value> {
        Some(self.iter().map(value).collect())
    }
}

impl<K: Key, T: Told> Told for HashMap<K, T> {
    fn told(&self) -> Option<Value> {
        let entries = self.iter().map(|(key, item)| (key.key(), value(item)));
        Some(Value::Object(entries.collect()))
    }
}

impl Key for String {
    fn key(&self) -> String {
        self.clone()
    }
}

macro_rules! as_json {
    ($($type:ty),+) => { $(impl Told for $type {
        fn told(&self) -> Option<Value> {
            Some(json!(self))
        }
    })+ };
}
as_json!(String, bool, i8, i16, i32, i64);

impl Told for f64 {
    fn told(&self) -> Option<Value> {
        Some(fraction(*self))
    }
}

impl Told for f32 {
    fn told(&self) -> Option<Value> {
        // By way of its own digits: as a double it would have more than the SDK shows.
        Some(fraction(self.to_string().parse().unwrap_or(f64::NAN)))
    }
}

fn fraction(number: f64) -> Value {
    match number {
        _ if number.is_finite() => json!(number),
        f64::INFINITY => not_json("Infinity"),
        f64::NEG_INFINITY => not_json("-Infinity"),
        _ => not_json("NaN"),
    }
}

impl Told for DateTime {
    fn told(&self) -> Option<Value> {
        let Ok(shown) = self.fmt(Format::DateTime) else {
            return Some(not_json(&self.to_string()));
        };
        Some(if shown.contains('.') { shown.into() } else { shown.replace('Z', ".000Z").into() })
    }
}

impl Told for Blob {
    fn told(&self) -> Option<Value> {
        Some(BASE64_STANDARD.encode(self.as_ref()).into())
    }
}

impl Told for Document {
    fn told(&self) -> Option<Value> {
        Some(match self {
            Document::Object(entries) => entries.iter().map(|(key, item)| (key.clone(), value(item))).collect(),
            Document::Array(items) => items.iter().map(value).collect(),
            Document::Number(Number::PosInt(number)) => json!(number),
            Document::Number(Number::NegInt(number)) => json!(number),
            Document::Number(Number::Float(number)) => fraction(*number),
            Document::String(text) => json!(text),
            Document::Bool(truth) => json!(truth),
            Document::Null => Value::Null,
        })
    }
}

/// A structure: its fields by the names of the API.
macro_rules! structure {
    ($type:ty $(, $field:ident: $name:literal)*) => {
        impl crate::told::Told for $type {
            #[allow(deprecated)]
            fn told(&self) -> Option<serde_json::Value> {
                crate::told::members([$(($name, self.$field.told())),*])
            }
        }
    };
}
pub(crate) use structure;

/// An enum: its text, whether this version of the SDK knows it or not.
macro_rules! text {
    ($type:ty) => {
        impl crate::told::Told for $type {
            fn told(&self) -> Option<serde_json::Value> {
                Some(self.as_str().into())
            }
        }

        impl crate::told::Key for $type {
            fn key(&self) -> String {
                self.as_str().to_owned()
            }
        }
    };
}
pub(crate) use text;

/// A union: the one member it has.
macro_rules! union {
    ($type:ty $(, $variant:ident: $name:literal)*) => {
        impl crate::told::Told for $type {
            fn told(&self) -> Option<serde_json::Value> {
                type Union = $type;
                match self {
                    $(Union::$variant(item) => crate::told::members([($name, item.told())]),)*
                    _ => Some(crate::told::not_json(&format!("{self:?}"))),
                }
            }
        }
    };
}
pub(crate) use union;
