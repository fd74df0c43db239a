//! What partners say about the questions of standards 4 to 7. `words.rs` says how the lines are read.

/// One block a question.
pub const LINES: &str = r"
[P4.1]
3 Every role is listed with its level and the reason; renewals due since {month} are done.
3 The register of {dbs} checks was reviewed on {date}; nobody is without the check the role needs.
2 Roles with children are settled; the others are being reviewed up to {next}.
1 Checks are asked for out of habit.
> Complete the table of roles and levels of check
> Enter renewal dates in the register and act three months ahead

[P4.2]
3 A sample of {n} files in {month} held every check, dated and initialled.
3 One checklist is used for every appointment and countersigned by the {business}.
2 The checklist is new; {few} older files fall short.
1 Missing references were not pursued.
> Complete the files that fall short
> Confirm no start date until the checklist is signed

[P4.3]
3 Panel records name the trained member each time; values questions are drawn from a bank.
3 {few} interviewers were trained in {month}.
2 Most panels are covered; none will sit without a trained member after {next}.
1 Panels test skill alone.
> Train enough interviewers to cover every panel
> Bring in the bank of values questions

[P4.4]
3 The register covers volunteers, agency workers, contractors and trustees; it was checked on {date}.
3 Letters from agencies are on file; identity is seen on arrival.
2 One group remains to be brought in, by {next}.
1 We do not know how many contractors are on site.
> Bring the remaining group into the register
> Obtain assurance letters from every agency

[P4.5]
3 The manager and deputy are named in the policy and on display; staff knew when asked in {month}.
3 The senior manager renewed the training on {date}.
2 The role was filled in {month} and is not widely known yet.
1 Each manager deals with allegations alone.
> Tell all staff who receives allegations and who deputises
> Train the senior manager and the deputy

[P4.6]
3 Staff could say what the LADO does; a practice run on {date} proved the route.
3 Times from allegation to report are logged: all were within one working day (numbers only).
3 The contact is in the handbook and was covered in every team by {month}.
2 The contact is in the policy, but {team} do not know it.
2 One report was late in {month}; briefings for every team run to {next}.
2 Managers know the role; other staff are less sure.
1 Most staff asked had not heard of the LADO.
1 Allegations would be dealt with by personnel first.
> Brief every team on the LADO's role and the one-day duty
> Put the LADO's contact details in the handbook and where {team} will see them
> Hold a practice run and time it
! The practice run reached the LADO in under three hours; managers ask for advice earlier.

[P4.7]
3 The policy rules out secret settlements and gives each person a contact; it was revised in {month}.
3 No allegation in the past two years; the route was rehearsed on {date}.
2 The revised policy is with {governors} for approval in {next}.
1 Support is left to chance.
> Approve the revised policy with a contact for each person
> Add the safeguarding clause to the settlement template

[P4.8]
3 The manager can state the conditions; reasons for referring or not are recorded.
3 The procedure was updated on {date}; no case met the test in the past two years.
2 The procedure mentions the duty; a decision form comes in by {next}.
1 It is not known who should refer.
> Bring in the decision form and brief managers
> Ask the LADO to check the procedure

[P4.9]
3 The log is secure and {few} people may see it; {governors} had the summary in {month}.
3 A review on {date} led to a change in lone working.
2 Allegations are logged; smaller concerns are new to the log.
1 There is no log.
> Review the log for patterns twice a year and report to {governors}
> Brief staff on what belongs in the log

[P4.10]
3 The code says what staff must disclose; each concern has a recorded decision.
3 Managers were briefed in {month} and know to ask the LADO for advice.
2 The expectation is in new contracts; everyone else is to be briefed by {next}.
1 Private life is treated as off limits.
> Brief all managers on concerns from private life and use the risk assessment form
> Add the clause on disclosure to existing contracts

[P5.1]
3 The flow chart is on display; in the spot check of {month} all knew the steps.
3 Referrals are confirmed in writing; their quality was checked on {date}.
2 A check found gaps among {team}; briefings run to {next}.
1 Staff were unsure whom to call.
> Brief {team} on thresholds and how to refer
> Check the quality of referrals each quarter

[P5.2]
3 {n} {cafs} were begun or joined in the past year; managers check their quality.
3 Time for the work is in job plans; {ratio} meetings were attended.
3 {few} members of staff act as lead for families and are supported by their manager.
2 Staff join when asked but seldom begin an assessment.
2 A target was agreed in {month}; staff are being trained up to {next}.
2 Commitment varies between teams.
2 We contribute information but are rarely at the meeting.
1 Early help is seen as the work of others.
1 Invitations to meetings have gone unanswered.
> Agree a target for {cafs} in each team and make time for them
> Name two lead workers in each team and train them
> Log invitations to family meetings and report attendance each quarter
! The number begun here has doubled, and families meet fewer new faces.

[P5.3]
3 Invitations are tracked; attendance met the local level in every quarter.
3 Reports are sent in time and shared with the family where safe; the chairs' comments in {month} were good.
2 Attendance fell below the local level in {month}; managers check monthly.
1 Nobody keeps count of invitations.
> Track invitations, attendance and reports and read the figures monthly
> Use the report layout in every team
0 We hold no information on individual families and would not be invited.
0 Our work is with groups and places, not with named families.

[P5.4]
3 The procedure is in the staff pack; it was used on {few} occasions this year and the result recorded.
3 Professional challenge was the subject of team meetings in {month}.
2 It is in the policy but little known; teams will be briefed by {next}.
1 Disagreements are dropped.
> Brief teams on escalation with an example
> Log escalations, the time taken and the result

[P5.5]
3 Each protocol that applies is in working instructions; a sample was checked on {date}.
3 Attendance at the joint meetings was {ratio} in the past year.
2 Some are well used; the others will be in working instructions by {next}.
1 Staff learn of the protocols after an incident.
> Put the remaining protocols into working instructions
> Check a sample of cases against each protocol

[P5.6]
3 Handover is written and acknowledged; the sample of {month} found nobody lost between services.
3 The transition procedure was agreed with adult services on {date}.
2 It works for one team; dates for the others run to {next}.
1 Files close when a child moves on.
> Extend the handover procedure to every team
> Check acknowledgements monthly and chase those missing
0 We keep no records of individual children.
0 Attendance lists are all we hold; no plan or file follows a child from here.

[P5.7]
3 Requests were met on time; our actions are finished and proof was sent in {month}.
3 We took part in an audit with other agencies on {date}.
2 Actions are agreed; {few} are still open and within their dates.
1 Our last return was late.
> Finish the open actions from the last review and send proof
> Report progress on reviews to {governors} each quarter

[P5.8]
3 The directory of contacts by area was checked on {date}; referrals went to the right one.
3 Leaders hear twice a year how each area is served.
2 Contacts for two areas are ready; the full set is due in {next}.
1 One area's way is used for all.
> Complete the directory of contacts for each area
> Report referral numbers by area
0 We and the families we meet all belong to one area.
0 We work within this borough only.

[P5.9]
3 Reports set out the child's view apart from the adults'; a sample was read in {month}.
3 {few} plans changed because of what children said (numbers only).
2 Some staff do it well; a standard is set, and others are to be checked by {next}.
1 Reports speak of parents and services.
> Add the child's view to the report layout and sample files
> Give staff tools for hearing young and non-verbal children

[P5.10]
3 Sightings are reported by the agreed route; we joined work on two places in {month}.
3 The effect of the joint work was reviewed on {date} with other agencies.
2 What staff see is passed on case by case; a regular part is being agreed.
1 What is seen in public places goes nowhere.
> Agree a regular part in local meetings about places and peer groups
> Issue the form for reporting what staff see

[P6.1]
3 The protocol was signed on {date}; privacy notices were checked against it.
3 We adopted the local agreement as it stands in {month}; staff find it {place}.
2 A draft is being checked by the data-protection contact; signing is in {next}.
1 The old protocol has not been looked at since the local agreement changed.
> Sign the protocol and tell staff where it is
> Check privacy notices against the protocol

[P6.2]
3 Staff gave right answers to scenarios in {month}; urgent concerns were shared the same day.
3 The one-page guide is on every desk; times from concern to sharing were sampled on {date}.
2 Guidance is out, but some staff still hesitate over consent.
1 Staff wait for permission.
> Test staff with scenarios and brief those who hesitate over consent
> Issue the one-page guide on sharing

[P6.3]
3 The form prompts for the reason; the sample of {month} found it in {ratio}.
3 Decisions not to share are recorded as well, with the reason.
2 The prompt is there but not always filled in.
1 Decisions leave no trace.
> Check monthly that reasons are recorded
> Add the prompt to the record form

[P6.4]
3 Approved channels are listed and the contact is known; spot check on {date}.
3 Secure e-mail has reached every member of staff since {month}.
2 Office staff have secure e-mail; {team} follow by {next}.
1 Details have gone by ordinary e-mail.
> Give {team} secure e-mail and a short lesson
> Make spot checks each quarter

[P6.5]
3 Managers sampled {n} records in {month}; each serious case had a current chronology.
3 The recording standard was renewed on {date} and is used in supervision.
2 A check found {few} records without a chronology; these follow by {next}.
1 Concerns live in notebooks.
> Bring chronologies up to date and sample monthly
> Train staff in the recording standard

[P6.6]
3 The schedule is followed; transfers are acknowledged and destruction is logged.
3 The logs of transfers and destruction were checked on {date}.
2 A schedule is agreed; older files are being sorted up to {next}.
1 Files are kept for ever.
> Sort the older files under the schedule
> Log each transfer and its receipt

[P6.7]
3 Requests are logged, and nearly all were answered in time; a deputy is named.
3 A trial run on {date} took less than a day.
2 Some answers are late; the target is to be met by {next}.
1 Answers have to be chased.
> Name a contact and a deputy for requests and log reply times
> Report reply times to the {head} each quarter

[P6.8]
3 The field is required; in {month} it was complete in {ratio} records sampled.
3 Staff know what a flag should prompt; the instruction was issued on {date}.
2 The field is optional until {next}.
1 Nothing on the record shows a child in the home.
> Make the field required and report on completion
> Tell staff what a flag should prompt
0 We keep no records of individual adults.
0 Adults sign in as visitors; we hold no file on any of them.

[P6.9]
3 Each breach in the past year was assessed promptly; a briefing followed in {month}.
3 A rehearsal on {date} led to a change in the procedure.
2 Reports are made, but lessons are not drawn out.
1 Nothing is logged.
> Review breaches for lessons twice a year
> Brief staff on how to report a breach

[P6.10]
3 The audit of {month} looked for too much and too little; its actions are done.
3 Another organisation's lead looked over our decisions on {date}, with names taken out.
2 The topic is in the next audit of files, set for {next}.
1 Nobody has looked.
> Audit decisions to share and not to share, with an outside reader
> Close the actions of the last audit

[P7.1]
3 The form is part of every proposal; a plan was altered because of it in {month}.
3 An impact assessment was completed on {date} for the move of a service.
2 A form has been adopted and used once; it is standard from {next}.
1 Changes are judged on cost and demand alone.
> Make the assessment part of every proposal
> Train those who write proposals in the assessment

[P7.2]
3 A forum, visits and a survey were used in the past year; {few} ideas can be traced into the service.
3 {children} helped to choose the new leaflet and the opening hours in {month}.
2 It began with one group; a timetable for others runs to {next}.
1 Services are planned without asking.
> Ask {children} in two more groups and use what they say
> Work through a youth forum for those whom we meet only in a crisis

[P7.3]
3 Each exercise ended with feedback; {children} asked in {month} could name a change.
3 A poster of what was asked and what changed is in reception, renewed on {date}.
3 A short message is sent within a month to those who took part.
2 Feedback follows some exercises; a colleague is to build it into all by {next}.
2 Adults were told what changed; {children} were not.
2 A poster was made in {month}; those who gave their views before then have heard nothing.
2 Feedback is given by word of mouth and not recorded.
1 Views are collected, and {children} hear no more.
1 We do not know what became of the last survey.
> Tell {children} what changed within a month of each exercise, by poster or message
> Name a worker for feedback to children and keep the dates of each exercise and reply
> Ask {children} afterwards what they heard
! {children} were asked what had changed, and most could say.

[P7.4]
3 Themes went to {governors} in {month}; those who complained heard the result.
3 A form for children has been in use since {month}; the list of changes is kept {place}.
2 Complaints are answered one by one; themes will be reported from {next}.
1 Children's complaints are not told apart.
> Report themes from complaints and compliments twice a year
> Bring in the complaints form for children

[P7.5]
3 Figures by age, sex, ethnicity and disability were studied in {month} and led to a change.
3 The equality profile of users was compared with local figures on {date}.
2 Some data is collected; gaps are to be filled by {next}.
1 Figures are gathered and left unread.
> Fill the gaps in the data on who is reached
> Report to {governors} who is missing out and what will be done

[P7.6]
3 {few} lessons from reviews changed a form or a rota; a check in {month} showed that they lasted.
3 The log of lessons and changes was reviewed on {date}.
2 Lessons have been circulated; changes with dates follow by {next}.
1 Reports are read by a few.
> Turn each lesson into a change with a date and check that it lasts
> Discuss one review a quarter in every team

[P7.7]
3 Assessments are in date; actions from the walk-round on {date} are finished.
3 Websites and public wi-fi were checked in {month}; the settings are recorded.
2 Buildings are covered; activities and digital services are to follow by {next}.
1 Assessments are years old.
> Assess activities and digital services and act on the findings
> Add harm from people to the walk-round checklist
0 No child visits our premises or uses what we provide.
0 Our offices are not open to the public, and we run no activities for children.

[P7.8]
3 Providers report outcomes; poor results in {month} were acted on.
3 Visits and complaints are set beside the reports at each contract review.
2 Measures are agreed with the main providers; the first returns come in {next}.
1 Only cost and activity are reported.
> Agree outcome measures with every provider
> Visit providers whose outcomes are poor
0 We buy and fund no services.
0 We award no contracts or grants; we are funded ourselves.

[P7.9]
3 {few} outcome measures went to {governors} on {date} and led to decisions.
3 Children's ratings are part of the report; the last was in {month}.
2 Measures are chosen; the first report is due in {next}.
1 We count referrals and courses only.
> Gather the starting point for the chosen measures and report
> Add what children say to the measures

[P7.10]
3 Decisions were compared between groups in {month}; a change in practice followed.
3 Staff discuss bias openly; the programme of sessions ends in {next}.
2 A first comparison is under way and reports in {next}.
1 The question has not been asked.
> Compare decisions between groups and report to {governors}
> Run sessions on bias in every team
";
