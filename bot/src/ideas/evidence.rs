//! Reasons as they are shown, and as they are stored with an idea.

use copydesk_analysis::{Angle, Platform};
use copydesk_storage::Evidence;

use crate::answer::{CampaignRole, Reason};

/// A reason to store.
pub fn to_evidence(reason: &Reason) -> Evidence {
    match reason.clone() {
        Reason::Angle { angle, platform, posts, ratio } => {
            Evidence::Angle { angle: angle.id().into(), platform: platform.id().into(), posts, ratio }
        }
        Reason::Recommended { topic, topic_part, sentiment_part, behaviour_part, ratio } => {
            Evidence::Recommended { topic, topic_part, sentiment_part, behaviour_part, ratio }
        }
        Reason::Actions { angle, used, of, liked, disliked } => {
            Evidence::Actions { angle: angle.id().into(), used, of, liked, disliked }
        }
        Reason::Campaign { id, role, text, likes, engagement, ratio } => {
            let role = match role {
                CampaignRole::BestOfAngle => "best-of-angle",
                CampaignRole::OnTopic => "on-topic",
            };
            Evidence::Campaign { id, role: role.into(), text, likes, engagement, ratio }
        }
        Reason::Preference { id, value } => Evidence::Preference { key: id, value },
        Reason::Rule { id, demand, pattern, say } => Evidence::Rule { id, demand, pattern, say },
    }
}

/// A stored reason to show; `None` if it speaks of an angle or a platform that this program does not know.
pub fn from_evidence(evidence: &Evidence) -> Option<Reason> {
    Some(match evidence.clone() {
        Evidence::Angle { angle, platform, posts, ratio } => {
            Reason::Angle { angle: Angle::from_id(&angle)?, platform: Platform::from_name(&platform)?, posts, ratio }
        }
        Evidence::Recommended { topic, topic_part, sentiment_part, behaviour_part, ratio } => {
            Reason::Recommended { topic, topic_part, sentiment_part, behaviour_part, ratio }
        }
        Evidence::Actions { angle, used, of, liked, disliked } => {
            Reason::Actions { angle: Angle::from_id(&angle)?, used, of, liked, disliked }
        }
        Evidence::Campaign { id, role, text, likes, engagement, ratio } => {
            let role = if role == "best-of-angle" { CampaignRole::BestOfAngle } else { CampaignRole::OnTopic };
            Reason::Campaign { id, role, text, likes, engagement, ratio }
        }
        Evidence::Preference { key, value } => Reason::Preference { id: key, value },
        Evidence::Rule { id, demand, pattern, say } => Reason::Rule { id, demand, pattern, say },
    })
}
