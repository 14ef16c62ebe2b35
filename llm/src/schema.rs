//! What a structured answer has to be: a JSON schema.

use std::sync::Arc;

use serde_json::Value;

use crate::LlmError;

/// A JSON schema (draft 2020-12) of an object, known to be one.
#[derive(Debug, Clone)]
pub struct Schema {
    value: Arc<Value>,
    validator: Arc<jsonschema::Validator>,
}

impl Schema {
    /// Checks the schema itself. It may not refer to other documents.
    ///
    /// # Errors
    /// [`LlmError::BadSchema`]
    pub fn new(value: Value) -> Result<Self, LlmError> {
        let bad = |why: String| LlmError::BadSchema(why);
        if value.get("type") != Some(&Value::from("object")) {
            return Err(bad(r#"its "type" is not "object""#.into()));
        }
        jsonschema::meta::validate(&value).map_err(|error| bad(error.to_string()))?;
        let validator = jsonschema::validator_for(&value).map_err(|error| bad(error.to_string()))?;
        Ok(Self { value: Arc::new(value), validator: Arc::new(validator) })
    }

    /// The schema as JSON.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// What is wrong with `answer`, as a clause that a model can act on; `None` if it holds.
    pub fn fault(&self, answer: &Value) -> Option<String> {
        let error = self.validator.validate(answer).err()?;
        Some(format!("at {:?}: {error}", error.instance_path().as_str()))
    }
}

impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_no_schema_is_told() {
        for (value, told) in [
            (json!({ "type": "object", "properties": 5 }), "5 is not of type"),
            (json!({ "type": "text" }), "object"),
            (json!([]), "object"),
        ] {
            let error = Schema::new(value).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }

    #[test]
    fn a_fault_names_its_place() {
        let schema = Schema::new(json!({
            "type": "object", "properties": { "tone": { "enum": ["warm", "dry"] } }, "required": ["tone"]
        }));
        let schema = schema.unwrap();
        assert_eq!(schema.fault(&json!({ "tone": "dry" })), None);
        let fault = schema.fault(&json!({ "tone": "loud" })).unwrap();
        assert!(fault.contains("/tone") && fault.contains("warm"), "{fault}");
    }
}
