//! The heat map: standards by sector or kind of school, the percentage and the average in each cell, the colour
//! repeating what the percentage says.

use leptos::prelude::*;

use super::asked::{About, Asked};
use crate::domain::disclosure::{SMALLEST_GROUP, published as publishable};
use crate::domain::form::AuditForm;
use crate::domain::summary::{FormResults, Group, GroupResults};
use crate::domain::tally::Figure;

/// The lowest percentage of each colour but the first, in hundredths.
const STEPS: [i64; 4] = [6_200, 7_200, 8_200, 9_200];

/// The colour of a percentage, 1 to 5, by the figure as it is shown.
fn step(percent: Figure) -> usize {
    1 + STEPS.iter().filter(|from| percent.hundredths() >= **from).count()
}

/// The table with its legend: everyone first, in sight even when the table is wider than the page, and then each group,
/// or only the group to which the page is narrowed.
pub fn heat_map(asked: &Asked, form: &AuditForm, results: &FormResults) -> impl IntoView + use<> {
    let mut columns = results.columns();
    if asked.group != Group::All {
        columns.retain(|column| column.group == asked.group || column.group == Group::All);
    }
    columns.sort_by_key(|column| column.group != Group::All);
    let heads = columns.iter().map(|column| {
        view! {
            <th scope="col">
                {format!("{} ({})", column.group.words(form.kind), column.organisations)}
            </th>
        }
    });
    let mut some_go_with_others = false;
    let rows = form.standards.iter().map(|standard| {
        let published = published(results, standard.number);
        some_go_with_others |= columns.iter().any(|column| goes_with_another(column, standard.number, &published));
        let cells = columns.iter().map(|column| cell(asked, column, standard.number, &published)).collect_view();
        view! {
            <tr>
                <th scope="row">{format!("{}. {}", standard.number, standard.title)}</th>
                {cells}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="app-scroll" role="region" tabindex="0" aria-labelledby="heat-map">
            <table class="app-heat">
                <caption class="govuk-visually-hidden" id="heat-map">
                    "Standards by group: percentage fully in place, with the average score. Organisations counted are in each heading."
                </caption>
                <thead>
                    <tr>
                        <th scope="col">"Standard"</th>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {legend(some_go_with_others)}
    }
}

/// The groups whose figure for a standard could be published, worked out from all groups, also those not shown here.
fn published(results: &FormResults, standard: u8) -> Vec<Group> {
    let counting = |column: &&GroupResults| column.standard(standard).map_or(0, |standard| standard.counting);
    let parts: Vec<_> = results.columns().into_iter().filter(|column| column.group != Group::All).collect();
    let shown = publishable::shown_parts(&parts.iter().map(counting).collect::<Vec<_>>());
    let shown = parts.iter().zip(shown).filter(|(_, shown)| *shown).map(|(part, _)| part.group);
    let all = results.group(Group::All).filter(|all| publishable::may_show(counting(all)));
    shown.chain(all.map(|all| all.group)).collect()
}

/// Whether a figure of enough organisations would be hidden when published, so that a smaller one stays hidden.
fn goes_with_another(column: &GroupResults, standard: u8, published: &[Group]) -> bool {
    let counting = column.standard(standard).map_or(0, |standard| standard.counting);
    counting >= SMALLEST_GROUP && !published.contains(&column.group)
}

fn cell(asked: &Asked, column: &GroupResults, standard: u8, published: &[Group]) -> AnyView {
    let href = asked.behind(column.group, About::Standard(standard));
    let figures = column.standard(standard);
    let scored = figures.and_then(|f| Some((f.counting, f.tally.percent_fully_in_place()?, f.average?)));
    let Some((counting, percent, average)) = scored else {
        return view! {
            <td class="app-heat__none">
                <a href=href>
                    <span class="app-heat__figure" aria-hidden="true">"–"</span>
                    <span class="app-heat__average">"nothing scored"</span>
                </a>
            </td>
        }
        .into_any();
    };
    let (class, mark) = if counting < SMALLEST_GROUP {
        ("app-heat__hidden".into(), Some("[c] under 5"))
    } else {
        let mark = goes_with_another(column, standard, published).then_some("[c] with it");
        (format!("app-heat__{}", step(percent)), mark)
    };
    let fewer = (counting != column.organisations).then(|| format!("{counting} count"));
    view! {
        <td class=class>
            <a href=href>
                <span class="app-heat__figure">{format!("{percent}%")}</span>
                <span class="app-heat__average">{average.to_string()}</span>
            </a>
            {fewer.map(|words| view! { <span class="app-heat__average">{words}</span> })}
            {mark.map(|words| view! { <span class="app-heat__average">{words}</span> })}
        </td>
    }
    .into_any()
}

fn legend(some_go_with_others: bool) -> impl IntoView {
    let with_it = "[c] with it: hide it too, so that the other cannot be worked out";
    let words = ["under 62%", "62% to 71.99%", "72% to 81.99%", "82% to 91.99%", "92% and over"];
    let steps = words.into_iter().zip(1..).map(|(words, step)| {
        view! { <li><span class=format!("app-legend__swatch app-heat__{step}")></span>{words}</li> }
    });
    view! {
        <ul class="app-legend">
            {steps.collect_view()}
            <li>
                <span class="app-legend__swatch app-heat__hidden"></span>
                "[c] under 5: fewer than five organisations. Board staff see it; hide it in what you publish"
            </li>
            {some_go_with_others.then(|| view! { <li>{with_it}</li> })}
            <li>"(n) or “n count”: how many organisations a figure rests on"</li>
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_begin_where_the_legend_says() {
        let step_of = |hundredths| step(Figure::of(hundredths, 100).unwrap());
        let at = [0, 6_199, 6_200, 7_199, 7_200, 8_199, 8_200, 9_199, 9_200, 10_000].map(step_of);
        assert_eq!(at, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        // 61.996 is shown as 62.00.
        assert_eq!(step(Figure::of(61_996, 1000).unwrap()), 2);
    }
}
