//! Boosted regression trees, grown by forust and kept in a form of our own: what is stored does not depend on the library, and
//! each step down a tree is a contribution.

use forust_ml::objective::ObjectiveType;
use forust_ml::sampler::SampleMethod;
use forust_ml::tree::Tree as Grown;
use forust_ml::{GradientBooster, Matrix};
use serde::{Deserialize, Serialize};

/// Trees that are grown, each on what those before it left unexplained.
const TREES: usize = 80;
/// How much of what it explains each tree may add.
const LEARNING_RATE: f32 = 0.1;
/// Questions on the way to a leaf: three features can interact.
const DEPTH: usize = 3;
/// Posts in a leaf.
const LEAST_IN_LEAF: f32 = 10.0;
/// Draws leaves towards 0, as λ draws coefficients.
const SHRINKAGE: f32 = 1.0;
/// Different values of a column that splits are looked for between.
const BINS: u16 = 32;

/// Trees whose values add up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Trees {
    /// The mean prediction over the posts it was learned from.
    pub(super) mean: f64,
    trees: Vec<Tree>,
}

/// Its nodes, the root first. Those below a node stand after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Tree(Vec<Node>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Node {
    /// The mean of its leaves, weighed by their posts; log units.
    #[serde(rename = "v")]
    value: f64,
    /// How it goes on; `None` for a leaf.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    split: Option<Split>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Split {
    #[serde(rename = "c")]
    column: usize,
    /// Values below it go left.
    #[serde(rename = "b")]
    below: f64,
    #[serde(rename = "l")]
    left: usize,
    #[serde(rename = "r")]
    right: usize,
    /// The share of posts that go left.
    #[serde(rename = "p", default = "half")]
    share: f64,
}

/// Where models of earlier versions do not say.
fn half() -> f64 {
    0.5
}

impl Trees {
    /// Grows trees on rows as long as each other, and as many targets. Nothing is drawn: the same rows give the same trees on every
    /// machine. `None` where there is nothing to split by.
    pub(super) fn fit(rows: &[Vec<f64>], targets: &[f64]) -> Option<Self> {
        let (count, width) = (rows.len(), rows.first().map_or(0, Vec::len));
        if width == 0 || count != targets.len() {
            return None;
        }
        let columns: Vec<f64> =
            (0..width).flat_map(|column| rows.iter().map(move |row| row.get(column).copied().unwrap_or(0.0))).collect();
        let mut booster = GradientBooster::default()
            .set_objective_type(ObjectiveType::SquaredLoss)
            .set_initialize_base_score(true)
            .set_iterations(TREES)
            .set_learning_rate(LEARNING_RATE)
            .set_max_depth(DEPTH)
            .set_max_leaves(1 << DEPTH)
            .set_min_leaf_weight(LEAST_IN_LEAF)
            .set_l2(SHRINKAGE)
            .set_sample_method(SampleMethod::None)
            .set_nbins(BINS)
            .set_parallel(false);
        booster.fit_unweighted(&Matrix::new(&columns, count, width), targets, None).ok()?;
        let mut trees: Vec<Tree> = booster.trees.iter().map(Tree::of).collect();
        let mean = booster.base_score + trees.iter().map(Tree::mean).sum::<f64>();
        trees.retain(Tree::splits);
        (mean.is_finite() && !trees.is_empty()).then_some(Self { mean, trees })
    }

    /// The prediction for a row.
    pub(super) fn predict(&self, row: &[f64]) -> f64 {
        self.mean + self.contributions(row).iter().sum::<f64>()
    }

    /// What each column adds to the mean: along the path of the row, by how much each split on it moves the mean of what is below
    /// (Saabas 2014). They sum to the prediction less the mean. A column that is not known is 0, and goes both ways, each by
    /// its share of the posts.
    pub(super) fn contributions(&self, row: &[f64]) -> Vec<f64> {
        let mut shares = vec![0.0; row.len()];
        for Tree(nodes) in &self.trees {
            let mut open = vec![(0, 1.0)];
            while let Some((at, weight)) = open.pop() {
                let Some(Node { value, split: Some(split) }) = nodes.get(at) else { continue };
                let known = row.get(split.column).copied().filter(|it| *it != 0.0);
                let Some(known) = known else {
                    open.push((split.left, weight * split.share));
                    open.push((split.right, weight * (1.0 - split.share)));
                    continue;
                };
                let next = if known < split.below { split.left } else { split.right };
                if let (Some(node), Some(share)) = (nodes.get(next), shares.get_mut(split.column)) {
                    *share += weight * (node.value - value);
                }
                open.push((next, weight));
            }
        }
        shares
    }
}

impl Tree {
    fn of(grown: &Grown) -> Self {
        // Value and weight of each node. Those below a node stand after it, so that the way back meets them first.
        let mut means: Vec<(f64, f64)> =
            grown.nodes.iter().map(|node| (node.weight_value.into(), node.hessian_sum.into())).collect();
        for (at, node) in grown.nodes.iter().enumerate().rev().filter(|(_, node)| !node.is_leaf) {
            let below = |child: usize| means.get(child).copied().unwrap_or_default();
            let ((left, of_left), (right, of_right)) = (below(node.left_child), below(node.right_child));
            let posts = of_left + of_right;
            if let Some(mean) = means.get_mut(at).filter(|_| posts > 0.0) {
                *mean = ((left * of_left + right * of_right) / posts, posts);
            }
        }
        let weight = |place: usize| means.get(place).map_or(0.0, |(_, posts)| *posts);
        let nodes = grown.nodes.iter().zip(&means).map(|(node, (value, _))| {
            let (column, below, left, right) =
                (node.split_feature, node.split_value, node.left_child, node.right_child);
            let posts = weight(left) + weight(right);
            let share = if posts > 0.0 { weight(left) / posts } else { half() };
            Node { value: *value, split: (!node.is_leaf).then_some(Split { column, below, left, right, share }) }
        });
        Self(nodes.collect())
    }

    /// The mean over the posts it was grown on.
    fn mean(&self) -> f64 {
        self.0.first().map_or(0.0, |root| root.value)
    }

    /// Whether it tells posts apart.
    fn splits(&self) -> bool {
        self.0.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::Random;

    /// What helps with one thing harms without it: no sum of columns says so.
    fn crossed(count: usize, seed: u64) -> (Vec<Vec<f64>>, Vec<f64>) {
        let mut random = Random::new(seed);
        let mut side = || if random.share() < 0.5 { 1.0 } else { -1.0 };
        let rows: Vec<Vec<f64>> = (0..count).map(|_| vec![side(), side(), side()]).collect();
        let targets = rows.iter().map(|row| 2.0 + row[0] * row[1]).collect();
        (rows, targets)
    }

    #[test]
    fn what_only_holds_together_is_learned_and_the_same_rows_grow_the_same_trees() {
        let (rows, targets) = crossed(400, 3);
        let trees = Trees::fit(&rows, &targets).expect("there is something to split by");
        assert!((trees.mean - 2.0).abs() < 0.1, "{}", trees.mean);
        for (row, target) in rows.iter().zip(&targets).take(20) {
            assert!((trees.predict(row) - target).abs() < 0.2, "{row:?}: {} and {target}", trees.predict(row));
        }
        assert_eq!(Trees::fit(&rows, &targets), Some(trees));
    }

    #[test]
    fn the_shares_are_those_of_the_columns_that_were_split_by_and_what_is_stored_is_the_same() {
        let (rows, targets) = crossed(400, 4);
        let trees = Trees::fit(&rows, &targets).expect("there is something to split by");
        let row = [1.0, 1.0, -1.0];
        let shares = trees.contributions(&row);
        assert!(shares[2].abs() < 0.15 && shares[0] + shares[1] > 0.8, "{shares:?}");
        let stored: Trees =
            serde_json::from_value(serde_json::to_value(&trees).expect("a JSON form")).expect("the same");
        assert_eq!(stored, trees);
    }

    #[test]
    fn a_column_that_is_not_known_goes_both_ways() {
        let (rows, targets) = crossed(400, 5);
        let trees = Trees::fit(&rows, &targets).expect("there is something to split by");
        for known in [-1.0, 1.0] {
            let (of_both, shares) = (trees.predict(&[known, 0.0, 1.0]), trees.contributions(&[known, 0.0, 1.0]));
            // With the other column it is 1 more or 1 less: without, neither.
            assert!((of_both - 2.0).abs() < 0.25 && shares[1] == 0.0, "{known}: {of_both} {shares:?}");
        }
    }

    #[test]
    fn where_nothing_tells_posts_apart_there_are_no_trees() {
        assert_eq!(Trees::fit(&[], &[]), None);
        assert_eq!(Trees::fit(&vec![vec![1.0]; 50], &[2.0; 50]), None);
        assert_eq!(Trees::fit(&vec![Vec::new(); 50], &[2.0; 50]), None);
    }
}
