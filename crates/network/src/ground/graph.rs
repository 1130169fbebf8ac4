//! Places and the links between them, as a graph of petgraph.

use std::collections::BTreeMap;

use landbridge_model::{Corridor, Issue, Link, LinkId, Place, PlaceId};
use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};
use petgraph::visit::EdgeRef as _;

use crate::codes::{self, issue};
use crate::ground::great_circle::too_short;

/// A place in the graph.
pub(crate) type Node = NodeIndex<u32>;
/// A link in the graph.
pub(crate) type Edge = EdgeIndex<u32>;

/// Places and links. Parallel links (road beside rail, two lines between the same stations) stay apart; nodes and
/// edges are numbered in the order of their ids.
#[derive(Clone, Debug)]
pub(crate) struct RouteGraph {
    graph: UnGraph<Place, Link, u32>,
    nodes: BTreeMap<PlaceId, Node>,
    edges: BTreeMap<LinkId, Edge>,
    /// Links that leave each place.
    ways: Vec<Vec<Way>>,
}

/// A link seen from one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Way {
    /// The link.
    pub(crate) edge: Edge,
    /// Whether it is travelled from `link.from` to `link.to`.
    pub(crate) forward: bool,
    /// Where it leads.
    pub(crate) to: Node,
}

impl RouteGraph {
    pub(crate) fn build(corridor: &Corridor, issues: &mut Vec<Issue>) -> Self {
        let mut graph = UnGraph::with_capacity(corridor.places.len(), corridor.links.len());
        let nodes: BTreeMap<PlaceId, Node> =
            corridor.places.values().map(|place| (place.id.clone(), graph.add_node(place.clone()))).collect();
        let mut edges = BTreeMap::new();
        for link in corridor.links.values() {
            let (Some(from), Some(to)) = (nodes.get(&link.from), nodes.get(&link.to)) else {
                let missing = if nodes.contains_key(&link.from) { &link.to } else { &link.from };
                issues.push(issue(
                    &codes::UNKNOWN_REFERENCE,
                    &link.row,
                    None,
                    format!("link {} ends at {missing}, which is no place", link.id),
                ));
                continue;
            };
            if let Some(circle) = too_short(link, &graph[*from], &graph[*to]) {
                let mut short = issue(
                    &codes::SHORTER_THAN_GREAT_CIRCLE,
                    &link.row,
                    Some("km"),
                    format!(
                        "link {} is {} km long, the great circle between its ends is {} km",
                        link.id,
                        link.length.km().normalize(),
                        circle.km().round_dp(1).normalize()
                    ),
                );
                short.hint = Some("check the length and both coordinates".to_owned());
                issues.push(short);
            }
            edges.insert(link.id.clone(), graph.add_edge(*from, *to, link.clone()));
        }
        let ways = ways(&graph);
        Self { graph, nodes, edges, ways }
    }

    pub(crate) fn node(&self, place: &PlaceId) -> Option<Node> {
        self.nodes.get(place).copied()
    }

    pub(crate) fn edge(&self, link: &LinkId) -> Option<Edge> {
        self.edges.get(link).copied()
    }

    pub(crate) fn place(&self, node: Node) -> &Place {
        &self.graph[node]
    }

    pub(crate) fn link(&self, edge: Edge) -> &Link {
        &self.graph[edge]
    }

    /// Where a link is entered.
    pub(crate) fn start_of(&self, way: Way) -> Option<Node> {
        let (from, to) = self.graph.edge_endpoints(way.edge)?;
        Some(if way.forward { from } else { to })
    }

    /// The places a link joins.
    pub(crate) fn ends(&self, edge: Edge) -> Option<(Node, Node)> {
        self.graph.edge_endpoints(edge)
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node> {
        self.graph.node_indices()
    }

    /// Links that leave a place, by id. A link back to its own place leads nowhere and is left out.
    pub(crate) fn ways_from(&self, node: Node) -> &[Way] {
        self.ways.get(node.index()).map_or(&[], Vec::as_slice)
    }
}

fn ways(graph: &UnGraph<Place, Link, u32>) -> Vec<Vec<Way>> {
    let from = |node: Node| {
        let mut ways: Vec<Way> = graph
            .edges(node)
            .filter(|edge| edge.source() != edge.target())
            .filter_map(|edge| {
                let (from, to) = graph.edge_endpoints(edge.id())?;
                let forward = from == node;
                Some(Way { edge: edge.id(), forward, to: if forward { to } else { from } })
            })
            .collect();
        ways.sort_by_key(|way| way.edge);
        ways
    };
    graph.node_indices().map(from).collect()
}
