//! What schools say about the questions of standards 1 to 3. `words.rs` says how the lines are read.

/// One block a question.
pub const LINES: &str = r"
[S1.1]
3 The {lead} is a member of the leadership team; the job description was agreed on {date}.
3 Staff asked at random in {month} could all name the {lead} and say where to find them.
3 The post has not stood empty; the job description was signed again in {month} with the hours set aside for it.
2 The {lead} was appointed in {month}; the job description is still being rewritten.
1 Nobody has held the role formally since {month}; the {head} is covering it.
> Finish the job description of the {lead}, sign it and tell all staff
> Put the name and photograph of the {lead} in the entrance, the handbook and on the website
! Every member of staff asked could name the {lead}.

[S1.2]
3 {few} deputies are trained, and a rota covers clubs, trips and the early session.
3 A contact card with the names of the {lead} and deputies goes with every visit; it was tested on {date}.
3 The cover rota for the term is kept {place}; staff reached someone each time they tried.
2 Cover is sound during the day, but the after-school club has no trained deputy on site on two evenings.
2 Residential visits are covered; holiday sessions are not yet on the rota.
1 When the {lead} is away there is no trained deputy.
> Train a second deputy and put the holiday and after-school sessions on the cover rota
> Give every trip leader a contact card and test it on the next visit
! Someone trained has been reached every time, clubs and trips included.

[S1.3]
3 The {lead} has {few} protected half-days a week, reviewed by the {head} on {date}.
3 The safeguarding budget line was set in {month}, and the {lead} may commit it without further approval.
3 Hours are in the timetable; decisions by the {lead} took effect without being argued again.
2 Hours for the role were agreed in {month} but are lost when colleagues are absent.
2 A review of workload showed that the time set aside is about half of what is used.
1 The {lead} has a full timetable and no time is set aside.
> Protect {few} half-days a week for the {lead} and arrange cover for them
> Set a safeguarding budget line and agree what the {lead} may spend from it

[S1.4]
3 The {governor} met the {lead} in each of the last three terms; notes of the visits went to {governors}.
3 Visit notes of {date} record what was asked, what was seen and what was to follow.
3 The {governor} looked at the record of checks and at lunchtime supervision in {month}.
2 The {governor} was chosen in {month}; two meetings have taken place, and the notes are still to be written up.
2 The role is filled, but the last recorded meeting was in {month}.
1 Nobody among {governors} has held the role since {month}.
> Put termly meetings between the {governor} and the {lead} in the diary and share the notes
> Appoint the {governor} at the next full meeting and agree the role description

[S1.5]
3 The yearly report was presented on {date}; {governors} asked {few} questions, all answered in the minutes.
3 A report with numbers and trends went to {governors} in {month}; last year's actions are shown as closed.
2 A report was received in {month}, but the minutes show it only as noted.
2 The report lists what was done and has no trends yet; the chair has asked for a fuller one in {next}.
1 {governors} have not had a written safeguarding report in the past year.
> Present a full report with trends to {governors} and minute the questions
> Add last year's actions, and what became of them, to the yearly report

[S1.6]
3 The contact for an allegation against the {head} is on the staff notice board and in the handbook.
3 In a spot check in {month} every member of staff knew whom to tell about an allegation against the {head}.
2 The policy names the right person, but {team} had not been told.
1 The procedure does not say what to do if the {head} is the person concerned.
> Brief all staff, {team} included, on whom to tell about an allegation against the {head}
> Display the name and number of the contact where all staff can see them

[S1.7]
3 The improvement plan has {few} costed safeguarding actions; progress went to {governors} on {date}.
3 Safeguarding is a standing section of the plan, and the risk register was reviewed in {month}.
2 Safeguarding is in the draft plan without costs; this will be settled by {next}.
1 The current plan does not mention safeguarding.
> Cost the safeguarding actions in the improvement plan and name an owner for each
> Add the main safeguarding risks to the risk register and review them each term

[S1.8]
3 Walks on {date} and later in the term looked at gates, toilets and lunchtime; {few} faults were put right.
3 The {head} samples {few} records each half term and puts questions to staff in each team.
3 Five questions to five members of staff, last asked in {month}; the answers and what followed are written down.
2 A programme of checks has been drawn up; the first walk took place in {month}.
1 Leaders look round often, but nothing is written down.
> Carry out and write up a safeguarding walk each half term, with the {governor} once a year
> Put five questions to five members of staff each term and act on the answers

[S1.9]
3 All {few} hirers have signed the lettings agreement with safeguarding terms; checks were seen before the start.
3 The {business} keeps the list of hirers and contractors; it was last reviewed on {date}.
2 New lettings carry the terms; two older agreements are still to be replaced.
1 Lettings have been renewed on the old form, which says nothing about safeguarding.
> Replace the older lettings agreements and see each hirer's safeguarding policy
> Give every contractor the site rules and keep a signed copy
0 Nobody hires or shares the premises, and building work is done when no children are here.
0 We are tenants ourselves and let to no one; the landlord's contractors come only when we are closed.

[S1.10]
3 Yearly review on {date} by the {lead}, the IT supplier and the {governor}; {few} actions, all closed.
3 Filters were tested on each kind of device in {month}; alerts reach the {lead} the same day.
2 Filtering and monitoring are running; the yearly review is new, and its first report is due in {next}.
2 Alerts are read daily, but the tablets were left out of the last test.
1 The system is left to the supplier, and nobody here sees the alerts.
> Hold the yearly review of filtering, monitoring and cyber security with the {governor} and the supplier
> Test the filter on every kind of device and log the results each term
0 Children do not go online here; there are no devices for their use.
0 The children are under three and use no devices; staff devices are locked away during sessions.

[S2.1]
3 Approved by {governors} on {date}, on the website, and given to parents when their child joins.
3 Our policy follows the local procedures and was rewritten in {month} with our own names and numbers.
3 Reviewed every year in the same month; parents are told of it at the first meeting.
2 The policy fell due for review in {month}; the new draft goes to {governors} in {next}.
1 We are using a model policy that has not been made our own or approved.
> Take the rewritten child protection policy to {governors} and publish it
> Check the policy against the local procedures and correct names and numbers

[S2.2]
3 One list shows {n} linked policies with owner and review date; a read-across in {month} put right {few} clashes.
3 Behaviour, attendance, conduct and whistleblowing policies were read side by side on {date}.
2 Most policies agree, but the {few} oldest still carry the name of the former lead.
1 The behaviour and staff conduct policies give different advice on physical contact.
> Read all linked policies side by side, correct the clashes and set one review calendar
> Replace the out-of-date whistleblowing and intimate care policies

[S2.3]
3 Flow chart beside every telephone and in the visitors' folder; {n} staff asked in {month} gave the right steps.
3 Concerns this term reached the {lead} on the same day in every record sampled.
3 Staff know that anyone may refer, and what to do when nobody is here to ask; checked on {date}.
2 Permanent staff are sure of the steps; {team} will be briefed by {next}.
1 Some staff believed that only the {lead} may contact children's social care.
> Brief {team} on what to do with a concern and ask them again a month later
> Issue the flow chart to every new starter and agency worker on arrival

[S2.4]
3 In the quiz in {month} each team answered well, and the weak spots were taught again.
3 Safeguarding duties are discussed at every appraisal; the scenario of {date} was understood in all teams.
3 Staff worked through {few} scenarios on {date}; the answers by team are kept {place}.
3 Each team can explain its duties beyond reporting: early help, recording, sharing, conduct and speaking up.
2 All staff have signed for the guidance; we have not yet checked what {team} understood.
2 In the quiz in {month}, {ratio} staff could explain all their duties; the others need more.
2 Staff are confident about reporting abuse, less so about early help and their own conduct.
2 Signatures are complete, but appraisal talks about safeguarding have begun only in some teams.
2 Understanding is good among those who came to the session in {month}; the rest have only read the guidance.
1 The only proof we have is the signature list of {month}.
1 When asked, several of {team} saw safeguarding as the job of the {lead}.
> Use a short scenario at each staff meeting and record the answers by team
> Add a safeguarding question to every appraisal and report the results to the {head}
> Run the quiz on responsibilities with {team} and teach the weak spots again
> Draw up a one-page list of each role's safeguarding duties and talk it through in every team
! A second quiz showed that every team could explain its duties; staff now raise small worries sooner.
! Appraisal notes show that staff can say what their own part is.

[S2.5]
3 A sample of {n} records was dated, signed and clear about decisions; access is limited to {few} people.
3o Concern forms are kept in a locked cabinet, apart from the main files; two people hold the keys.
3n Concerns are logged in the electronic system the same day; access was reviewed on {date}.
2 The forms are used, but the sample in {month} found {few} that did not say what was decided.
1 Notes are still kept in diaries in some teams.
> Train staff in writing a good record and sample {few} each half term
> Limit access to the records and review the list each term

[S2.6]
3 The transfer log shows every file sent inside five days, and a receipt for each.
3 Files for leavers in {month} were sent separately and signed for; {few} missing receipts were chased.
2 Files are sent promptly, but {ratio} receipts came back.
1 Files have travelled with the main record.
> Start a transfer log and chase each missing receipt after ten days
> Ring the next lead before each file is sent and note the date

[S2.7]
3 First-day calls are made by 9.45, and the later steps are timed; the procedure was reviewed on {date}.
3 Every family has given at least two emergency contacts; the check in {month} found none missing.
2 First-day calls are made; the steps for the second and third day are being written down.
2 {n} families have given only one emergency contact; the office is ringing them.
1 Unexplained absence is not passed to the {lead}.
> Write down the timed steps for unexplained absence and link them to the {lead}
> Collect a second emergency contact from every family

[S2.8]
3 The policy has a page on each harm with signs, first steps and a local contact; it was used in practice this year.
3 Staff were briefed on one local risk each half term; the last was on {date}.
2 Neglect and exploitation are covered; pages on the other harms are due by {next}.
1 The policy speaks of abuse in general only.
> Add pages on the remaining harms, with signs and local contacts, and brief staff
>n Give each teacher a card about the duty to report FGM
> Brief staff on one local risk each half term

[S2.9]
3 The {lead} and the {pastoral} keep an overview by group (numbers only), reviewed each month.
3 What we do for each group is in the policy; the overview of {month} led to {few} changes in support.
2 Looked-after and disabled children are covered; young carers and private fostering are not yet.
1 The policy treats all children alike.
> Complete the overview of children at greater risk and review it each half term
> Add private fostering and young carers to the policy and tell staff

[S2.10]
3 The policy section was renewed in {month}; staff took up every report, and a risk assessment was made each time.
3 Staff were briefed on image incidents on {date}, including images made with AI.
2 The policy has been brought up to date; training for {team} is booked for {next}.
2 Reports are taken up; how staff respond to images made with AI has not been checked.
1 Staff were unsure in {month} what to do with a reported image.
> Train all staff in responding to image incidents, including images made with AI
> Sample the reports of the past year against the policy and act on what is found

[S3.1]
3 Every starter since {month} has a signed checklist dated on or before the first day.
3 Agency staff and students get the short version on arrival; the log was checked on {date}.
2 Induction takes place, but for {few} starters it was in the second week.
1 Volunteers have begun without induction.
> Move the safeguarding induction to the first morning and log the date
> Write a one-page induction for agency staff and volunteers

[S3.2]
3 Certificates of the {lead} and deputies are in date; the next renewals are in {next}.
3 The log shows the network meeting attended in {month} and what was passed on.
2 The {lead} is in date; one deputy is booked for {next}.
1 The certificate of the {lead} ran out in {month}.
> Book the deputy on the next course for leads and log the date
> Enter renewal dates in the training register with a reminder three months before

[S3.3]
3 The {lead} and deputies have supervision every six weeks from an outside supervisor; agreement signed in {month}.
3 {few} sessions were held in the past year; notes are kept {place}, and decisions changed because of them.
3 Supervision is shared with two neighbouring settings; dates for the year are fixed, and none was missed.
3 A qualified supervisor visits each half term; the deputies have sessions of their own.
2 The {lead} has had supervision since {month}; the deputies have none yet.
2 Monthly talks with the {head} take place, but they are line management more than supervision.
2 A supervisor has been found, and the first session was held on {date}.
2 Sessions are planned each half term, but {few} were cancelled this year.
2 We have joined a group of neighbouring settings that will share a supervisor from {next}.
1 There is no arrangement for supervision.
1 The {lead} has nobody to turn to outside line management; the last offer ended in {month}.
1 Support amounts to a conversation when something has gone wrong.
1 Supervision was looked into in {month}; no provider could be found at a price within the budget.
> Agree supervision for the {lead} and deputies, six times a year, with an outside supervisor
> Ask neighbouring settings to share a trained supervisor and fix the dates for the year
> Write a supervision agreement and keep a note of each session
> Extend the supervision of the {lead} to the deputies
> Ask {board} which offer of supervision is open to us and take it up
! The {lead} reports that decisions are tested earlier; several were brought forward after a session.
! The deputies say that they are surer of when to refer; referrals go out with better information.

[S3.4]
3 Whole-staff session on {date}; {n} absentees were caught up within three weeks, cleaning staff included.
3 The update in {month} reached everyone, with a short repeat for part-time staff.
2 Permanent staff are in date; {team} are to be added by {next}.
1 Of {team}, none has had training since they started.
> Hold a catch-up session for {team} and add them to the yearly cycle
> Give {team} the short course at a time for which they are paid

[S3.5]
3 Training for {governors} took place on {date}; new members have theirs within a term.
3 Minutes since {month} show sharper questions, on safety online among other things.
2 The chair and the {governor} are trained; the others are booked for {next}.
1 {governors} have had no safeguarding training since {month}.
> Arrange a strategic safeguarding session for {governors}, safety online included
> Add safeguarding training to the induction of new members

[S3.6]
3 {few} people are trained, and the file of each appointment names the trained panel member.
3 Every panel since {month} had a trained member; the certificates are kept {place}.
2 One person is trained and every panel depends on them; a second place is booked.
1 Panels for casual posts have sat without a trained member.
> Train a second panel member in safer recruitment
> Record the trained member on every panel sheet, casual posts included

[S3.7]
3 All {few} roles that may begin {cafs} have attended the course, most recently on {date}.
3 The {lead}, the {pastoral} and a deputy attended in {month} and have used it since.
3 The attendance record is kept {place}; what was learned was passed on at the meeting of {date}.
2 The {lead} has been on the course; the {pastoral} has a place in {next}.
2 Of the roles on our list, {few} have attended; the others wait for places.
2 Two places were booked in {month}, but the course was cancelled.
2 Those who attended did so before the forms changed.
2 The {pastoral} has attended; the deputies are on the waiting list.
1 Nobody here has attended.
1 The two colleagues who had attended have left.
1 Places were offered in {month}, and nobody could be released.
> Book the {pastoral} and one deputy on the next early help course
> List every role that may begin or join {cafs} and book those who have not attended
> Ask {board} for a session here, for a group of neighbouring settings
> Arrange cover so that the {pastoral} can attend the full course
! Families are offered help before things get worse; the first reviews were good.
! Those trained have begun to lead for families, with support from the {lead}.

[S3.8]
3 Staff in every team had a session on exploitation and radicalisation on {date}.
3 Local signs were covered in {month} by a speaker from the police; a question put to staff later was answered well.
2 Exploitation was covered in {month}; a session on radicalisation is booked for {next}.
1 Beyond the policy nothing has been taught to staff.
> Add radicalisation and exploitation to the training calendar with a speaker
> Put a follow-up question to each team a month after the session

[S3.9]
3 One register for everyone, checked on {date}; nobody was overdue without a booking.
3 The {business} reads the register each term with the {lead} and sends reminders.
2 The register is being put together from {few} lists; the {business} will finish by {next}.
1 Training is recorded in separate places, and gaps are found by chance.
> Bring the lists together in one training register and check it each term
> Send reminders three months before training runs out

[S3.10]
3 A quiz before and after the session of {date} showed what was learned; {few} points were taught again.
3 The lesson of a recent review was taught in {month}, and practice was observed afterwards.
2 Feedback sheets are collected; a later check on practice is planned for {next}.
1 Attendance is counted; we do not ask what has changed.
> Check practice three months after each session and report to the {head}
> Discuss one review a term and come back to it at the next meeting
";
