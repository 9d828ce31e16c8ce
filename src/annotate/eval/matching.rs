//! Which statement is about which region.

use crate::annotate::blind::iou;
use crate::explain::schema::Statement;

/// For each region, given as its box in thousandths, the place of the statement about it. Numbers do not count: a predicted
/// mask has others, and where nothing is marked there are none. The pairs of boxes that overlap most come first; what is
/// then left goes together in its order, so that a wrong box does not take the rest of a statement with it.
#[must_use]
pub fn matched(regions: &[[u32; 4]], statements: &[Statement]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, region) in regions.iter().enumerate() {
        let overlaps = statements.iter().enumerate().filter_map(|(j, said)| Some((j, iou(said.bbox?, *region))));
        pairs.extend(overlaps.filter(|(_, overlap)| *overlap > 0.0).map(|(j, overlap)| (overlap, i, j)));
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut of_region = vec![None; regions.len()];
    let mut taken = vec![false; statements.len()];
    for (_, i, j) in pairs {
        if of_region[i].is_none() && !taken[j] {
            (of_region[i], taken[j]) = (Some(j), true);
        }
    }
    let mut rest = (0..statements.len()).filter(|j| !taken[*j]);
    of_region.iter_mut().filter(|at| at.is_none()).for_each(|at| *at = rest.next());
    of_region
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::schema::{AbsolutePosition, RelativePosition};

    fn said(bbox: Option<[u32; 4]>) -> Statement {
        Statement {
            region: None,
            own: true,
            title: String::new(),
            content: String::new(),
            absolute_position: AbsolutePosition::Centre,
            relative_position: RelativePosition::Alone,
            relative_to: String::new(),
            bbox,
            artifacts: Vec::new(),
        }
    }

    #[test]
    fn boxes_that_overlap_most_go_together_and_then_the_rest_in_order() {
        let regions = [[0, 0, 100, 100], [500, 500, 100, 100], [800, 0, 100, 100]];
        let statements =
            [said(None), said(Some([510, 510, 100, 100])), said(Some([490, 500, 100, 100])), said(Some([0, 0, 1, 1]))];
        assert_eq!(matched(&regions, &statements), [Some(3), Some(2), Some(0)]);
        assert_eq!(matched(&regions, &statements[..1]), [Some(0), None, None]);
        assert_eq!(matched(&[], &statements), []);
    }
}
