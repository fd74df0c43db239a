//! What partners say about the questions of standards 1 to 3. `words.rs` says how the lines are read.

/// One block a question.
pub const LINES: &str = r"
[P1.1]
3 The executive lead is named in the minutes of {date} and chairs our safeguarding group.
3 Staff asked in {month} could name the lead; {few} decisions by the lead are minuted this year.
2 A lead was named in {month}; training for the role is booked for {next}.
1 Nobody senior has held the role since the reorganisation.
> Confirm the executive lead in the minutes and complete the training for the role
> Publish the name of the executive lead to all staff

[P1.2]
3 Names and numbers of the leads are kept {place}; the advice log shows {n} entries since {month}.
3 Cover for leave is arranged through a rota, checked on {date}.
2 The {lead} is in post; cover for leave is not yet arranged.
1 The post has been vacant since {month}.
> Arrange trained cover for the {lead} and publish the rota
> Set aside hours for the role and review them after six months

[P1.3]
3 The chart was revised in {month} and is part of induction.
3 {n} staff asked on {date} described the line correctly from their own post to the top.
2 The line has been redrawn after the restructure; the chart is to be issued by {next}.
1 No document shows who answers to whom for safeguarding.
> Finish the accountability chart and add it to induction
> Test the line of accountability with a short survey of staff

[P1.4]
3 The plan has {few} safeguarding aims with measures, reported to {governors} on {date}.
3 The risk register entry was reviewed in {month}; spending on safeguarding is shown in the budget.
2 Safeguarding is in the plan and the risk register; the budget line follows in {next}.
1 It is missing from the current plan.
> Add safeguarding aims with measures to the next plan
> Show spending on safeguarding in the budget and report it to {governors}

[P1.5]
3 A full report went to {governors} on {date}; their questions and the replies are minuted.
3 Quarterly figures on incidents and training are discussed; {few} actions were set in {month}.
2 Reporting began in {month} and does not yet cover audits.
1 {governors} hear of safeguarding only after an incident.
> Present a yearly safeguarding report to {governors} and minute the challenge
> Add audits and incidents to the quarterly report

[P1.6]
3 Our representative and deputy attended as agreed; messages go to teams within a week.
3 Attendance in the past year: {ratio} meetings. Notes for teams are kept {place}.
2 Attendance was patchy while the post was empty; a new representative starts in {next}.
1 Nobody has attended for us since {month}.
> Name a representative and a deputy and put the year's dates in their diaries
> Pass on messages from {board} at team meetings and record it

[P1.7]
3 {few} audits were completed to programme; actions are signed off with proof of change.
3 The audit report of {month} is kept {place}; {n} actions are closed and none is overdue.
2 Audits take place, but {few} actions from the last one are overdue.
1 No audit was done in the past year.
> Agree a yearly programme of audits with owners and closing dates
> Close the overdue audit actions and show what changed

[P1.8]
3 All {n} live contracts carry the standards; returns were read on {date} and shortfalls taken up.
3 The safeguarding schedule is part of every grant agreement; {few} visits were made this year.
2 New contracts carry the standards; older ones are being brought into line by {next}.
1 The clauses are there, but nobody checks them.
> Bring older contracts into line and ask every provider for a yearly return
> Add safeguarding to each contract review meeting
0 We buy and fund no services.
0 We award no contracts or grants; we are funded ourselves.

[P1.9]
3 The policy is in force; {ratio} sessions due in the past year were held.
3 Supervision takes place monthly in every team that works with families; staff rated it well in {month}.
3 Sessions are recorded and the decisions from them entered on file; checked by audit on {date}.
2 Two teams have it; the others will be included by {next}.
2 Supervision began in {month}; {team} are not yet included.
2 The policy is agreed, but sessions were cancelled when staff were short.
1 It depends on the manager and is not recorded.
1 A scheme was agreed and never got going.
> Extend safeguarding supervision to every team that works with children or families
> Train {few} more supervisors and publish the dates of sessions
> Report sessions due and held to the {head} each quarter
! Sessions held rose to nine in ten; staff say that decisions about risk are made sooner.

[P1.10]
3 The {head} wrote to all staff in {month}; contacts inside and outside are in the policy.
3 The survey of {month} shows that most staff would use the route; {few} concerns were raised and resolved.
2 The policy is agreed but few know of it; it will be promoted in {next}.
1 There is no route that {team} could use.
> Promote the whistleblowing route and test confidence in it with a short survey
> Open the route to volunteers and agency workers

[P2.1]
3 The statement is on our website and in reception; its review date is {next}.
3 Approved by {governors} on {date}; parents who read it said that it was clear.
2 The statement is published but hard to find; a plainer version is due in {next}.
1 The only copy is out of date.
> Publish the statement in plain words on the front page of the website
> Ask families to comment on the statement and revise it

[P2.2]
3 Compared with the local procedures on {date}; version, owner and review date are on the cover.
3 The approved version is the one that staff use; older copies were withdrawn in {month}.
2 The rewrite to match the local procedures goes for approval in {next}.
1 The policy has passed its review date.
> Finish the rewrite of the policy and have it approved
> Withdraw old copies and point staff to the local procedures

[P2.3]
3 The register shows that all current staff and contractors have confirmed the version in force.
3 The latest version went out with a briefing on {date}; signed sheets are kept {place}.
2 So far {ratio} teams have confirmed; managers are chasing the rest.
1 We cannot tell who has read it.
> Collect confirmations from the remaining teams, {team} first
> Give contractors the one-page version at induction

[P2.4]
3 The duty is in every template; a sample of {n} files in {month} bore that out.
3 Agreements were reissued on {date} with the duty in them.
2 New posts include it; older documents are being updated by {next}.
1 Few documents mention it.
> Update the older job descriptions and contracts in an agreed order
> Reissue volunteer agreements with the duty in them

[P2.5]
3 The assessment form prompts the question; a sample of files in {month} found it asked in {ratio}.
3 Staff who work with adults were briefed on thinking family on {date}.
2 One team is trying the question; the rest follow by {next}.
1 The question is not on our forms.
> Put the question about children on every assessment form and sample files
> Brief staff who work with adults on thinking family
0 We do no work with adults; parents are met only together with their children.
0 Our work is with children and young people alone.

[P2.6]
3 The leaflet explains what we do with a worry and how to complain; it was revised with families in {month}.
3 Families asked on {date} knew how to complain.
2 Information for adults is ready; a version for children is due in {next}.
1 Families have to ask how to complain.
> Write the version for children with their help
> Explain at every first meeting what families can expect

[P2.7]
3 Everyone has accepted the code; it was discussed in teams in {month}.
3 Messages, lifts, gifts and images are covered; {few} near misses were talked through this year.
2 A code is agreed, but contact online is still to be covered.
1 The code is old and unsigned.
> Add contact online to the code and collect acceptances
> Discuss the code in every team once a year

[P2.8]
3 Easy-read and translated versions were chosen from figures on whom we serve; last revised in {month}.
3 {n} interpreter bookings were made in the past year; users say that the formats work.
2 An easy-read version exists; translations are to follow by {next}.
1 Only standard print is available.
> Produce easy-read and translated versions of the safeguarding leaflet
> Ask users each year whether the formats work

[P2.9]
3 The checklist of documents seen is complete for all {n} groups; the clause is in every agreement.
3 Hirers show their policy before the first booking; the list was checked on {date}.
2 Newer agreements have the clause; the others are being renewed by {next}.
1 Rooms are let without any question about safeguarding.
> Renew the older agreements with the safeguarding clause
> See the policy of each hirer or group before the next booking
0 We have no sub-contractors, hirers or funded groups.
0 Nobody works in our name, on our premises or with our money but our own staff.

[P2.10]
3 The policy lists approved tools; a privacy assessment was done in {month}, and use was checked on {date}.
3 Staff may not enter children's details in tools that are not approved; access is blocked and watched.
2 Interim rules were issued in {month}; the full policy is due in {next}.
2 Transcripts of meetings are covered; drafting tools are not yet.
1 We do not know which tools staff use.
> Write the policy on AI and digital tools and list the approved ones
> Ask teams which tools they use and assess the effect on privacy

[P3.1]
3 The matrix sets the level for each role and was reviewed on {date}.
3 The training plan for the year was bought from the matrix; {few} roles moved up a level in {month}.
2 Needs are known for those who work directly with children; other roles follow by {next}.
1 People choose their own courses.
> Complete the matrix of roles and levels
> Review the training plan with managers twice a year

[P3.2]
3 All {n} starters since {month} finished on time; the register is kept {place}.
3 New staff asked on {date} knew what to do with a worry.
2 {few} starters finished late because of shift patterns.
1 New people pick it up as they go.
> Hold induction monthly, with a session that suits {team}
> Stop lone work with children until induction is complete

[P3.3]
3 Courses match each level; {few} people are overdue, each with a booking.
3 Training figures by level went to {governors} on {date}.
2 Levels are set, but refreshers have slipped in two teams.
1 Training was done once and not renewed.
> Run a catch-up programme for overdue refreshers
> Send reminders three months before a refresher is due

[P3.4]
3 Take-up is near the target for each role; learning is shared in team meetings.
3 {n} places were used at courses run by {board} in the past year.
2 A few attend regularly; a plan for the others is agreed, up to {next}.
1 Places were booked, but people were called back to work.
> Set a target for multi-agency training in each team and release staff
> Pass on the learning from each course at the next team meeting

[P3.5]
3 The roles that need it are listed and nearly all have attended, most recently on {date}.
3 Those trained have taken part in {few} assessments since {month}.
2 About half of the group has been trained; the others are booked by {next}.
1 It has not been decided who should attend.
> List the roles that need early help training and book them
> Ask {board} for a course at a time that suits shift workers

[P3.6]
3 Sessions on all of these were refreshed in {month}; a quiz afterwards showed good knowledge.
3 The course list with dates is kept {place}; attendance is reported by topic.
2 Neglect and domestic abuse are well covered; the other topics are fixed for {next}.
1 They get a passing mention at induction.
> Add the missing topics to the course list with dates
> Check what staff know with a case discussion in every team

[P3.7]
3 Figures by staff group meet the target in each group; the {few} gaps have dates.
3 Sessions were held at night and at weekends in {month}, so that {team} could come.
3 The share trained went to {governors} on {date}: above target in every group.
2 The share trained is rising, but {team} are below target.
2 Most people are trained; {team} are to be included by {next}.
2 Agency workers have only the agency's own course.
2 Figures are known for the whole organisation, not by group.
1 We cannot say who among {team} has been trained.
1 Whole groups are not released to attend.
> Run sessions at times that suit {team} and report figures by group
> Set a target for each staff group and report against it each quarter
> Include volunteers and agency workers in the training register
! Every group is now close to the target; {team} have asked for more.

[P3.8]
3 All who supervise have completed the course; their practice was reviewed in {month}.
3 Those supervised rate it well (survey of {date}).
2 Some supervisors are trained; the rest have places in {next}.
1 Managers work it out alone.
> Book the remaining supervisors on the course
> Review supervisors' practice once a year

[P3.9]
3 Courses were followed up after three months; one was changed because of what was found.
3 Findings from observation on {date} went to the training group.
2 A way of checking is being tried on one course; the report is due in {next}.
1 Only attendance is counted.
> Follow up each course after three months, by survey or observation
> Change the course outline where practice has not changed

[P3.10]
3 The session was updated in {month}; staff can say how to report an image and get it taken down.
3 Nearly all teams have done the course; a quick guide is kept {place}.
2 A first session was bought in; dates for the other teams run to {next}.
1 It is left to those who happen to know.
> Run the session on harm online in the remaining teams
> Issue the quick guide to reporting images
";
