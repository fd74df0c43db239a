//! What an organisation says about any question with a topic tag, and about any question at all. `words.rs` says how
//! the lines are read.

/// One block a topic.
pub const LINES: &str = r"
[leadership]
3 Reviewed by the leadership team on {date}; the note is kept {place}.
3 The {head} and the {lead} meet every week, and decisions are written down.
3 Cover was tested when the {lead} was away in {month}, and it held.
3 The {head} raised it at the staff meeting of {date}.
3 We asked a neighbouring {setting} to look at it with us in {month}.
2 The {head} has taken this on since {month}.
2 Agreed by the leadership team, not yet known to everyone.
! Decisions no longer wait for one person; staff say that they get an answer the same day.

[governance]
3 Minuted by {governors} on {date}, with {few} questions and the answers.
3 The {governor} looked at this in {month} and reported back.
3 It is a standing item for {governors}; the paper of {month} is kept {place}.
3 The chair signed it off on {date}.
3 Followed up from last year's report: nothing is outstanding.
3 {governors} asked for a second look in {month} and were content with it.
2 {governors} asked in {month} for more detail; the paper is due in {next}.
2 Discussed in {month}, but the minutes do not show a decision.
! {governors} now see the figures regularly and have asked for {few} changes.

[policy]
3 Reviewed on {date}; the next review is in {next}.
3 The current version is kept {place}; older copies were withdrawn.
3 Staff signed for it in {month}.
3s Parents were told of it in the newsletter of {month}.
3 Changes are listed on the front page, so that staff see what is new.
2 The review date has passed; a draft is with {governors}.
2 The text is right, but {team} have not seen it yet.
! Staff now find one instruction in one place; questions about it have stopped.

[supervision]
3 Dates for the year are fixed, and notes are kept {place}.
3 Those supervised said on {date} that time to reflect has helped.
3 Cover is arranged, so that sessions are not given up when we are short of staff.
2 Dates are in the diary from {next}.
! Cases are talked through before decisions are made.

[training]
3 {n} people attended on {date}; those absent were caught up.
3 Slides and attendance sheets are kept {place}.
3 The register shows nobody overdue; checked in {month}.
3 Renewal dates are entered with a reminder three months before.
3 The evaluation sheets of {month} were read, and the session was changed.
3 New starters join the next session, and in the meantime read the short guide.
2 So far {ratio} are in date; the rest are booked for {next}.
2 {team} missed the session in {month}.
! Everyone in the group has now been trained, and the spot check showed that it was remembered.

[induction]
3 The checklist is signed by the starter and the manager; {few} were seen on {date}.
3 Starters are asked after a month what they remember.
3 The pack was revised in {month}.
2 Checklists are used, but {few} are undated.
! New starters could say on their first day whom to tell.

[early-help]
3 Numbers begun, joined and closed are reviewed regularly (numbers only).
3 Families' comments gathered in {month} were positive.
3 Those who lead for a family have time for it in their week.
2 Staff are willing but unsure of the forms.
! Families are offered help before things get worse, and have said that it came in time.

[safer-recruitment]
3 Checked on {date} against {few} files; nothing was missing.
3 The {business} keeps the checklist; the {head} countersigns it.
3 This applies to paid staff and volunteers alike; last audited in {month}.
3 All appointments since {month} followed the same steps.
3 The outside personnel adviser looked at our files in {month} and had no recommendations.
3 {few} of us hold the safer recruitment certificate.
2 New appointments are right; older files are being completed.
2 The checklist came into use in {month}.
! The next file check found no gaps.

[lado]
3 The LADO's name and number were checked on {date}.
3 Advice was sought on {few} occasions in the past year (numbers only).
3 New staff hear of it in their first week.
2 The contact details were out of date in one document.
! Advice is sought the same day.

[allegations]
3 The flow chart for allegations is kept {place} and was revised in {month}.
3 No case in the past year; the steps were rehearsed on {date}.
3 A summary without names went to {governors} in {month}.
3 The {head} and the chair know what they must not do before taking advice.
2 Managers are clear; {team} are not.
2 The steps are written down but have not been rehearsed.
! Staff who raised a concern said afterwards that they knew what would happen next.

[information-sharing]
3 Reasons for sharing are written on the record.
3 The privacy notice says in plain words when we share; it was revised in {month}.
3 Doubtful cases go to the {lead}, who answers the same day.
3 {few} decisions not to share were looked at again in {month} and found right.
2 Guidance is there; practice varies.
! Other agencies report that they hear from us sooner.

[inter-agency]
3 Minutes of the last joint meeting, on {date}, are kept {place}.
3 The named contact in each service was confirmed in {month}.
3 Comments from other agencies in {month} were good.
3 Attendance is logged; absence is covered by the deputy.
3 Discussed at the meeting of leads on {date}.
3 {few} examples, without names, were looked at together with other agencies.
2 It works well with some agencies, less well with others.
2 It depends on one person; a second is to be involved from {next}.
! Contacts are known by name, and handover talks take place before a move.

[voice-of-the-child]
3 {children} were asked on {date}; notes without names are kept {place}.
3 A group of {children} looked at this with the {pastoral} in {month}.
3 Questions were put in words that {children} had chosen.
3 The quieter {children} were asked one at a time.
3 What {children} said is on a display, changed in {month}.
3 {few} changes this year can be traced to what {children} said.
2 {children} were asked once, in {month}; we want to make it regular.
2 The confident ones are heard, the others less.
! {children} in the follow-up group said that they had been listened to.

[feedback]
3 The answer was given within three months.
3 It was given in words, pictures or in person, as suited those who had asked.
3 A date for it is fixed before anyone is asked.
2 Who tells them, and when, is not fixed.
! {children} could name something that had changed.

[recording]
3 {n} records were sampled in {month}; all were dated and signed.
3 Access is limited to {few} people and reviewed regularly.
3 The log is read each month, and patterns are noted.
3 The template was revised on {date}.
2 The sample of {month} found {few} gaps.
2 Records are complete, but spread over two systems.
! The last sample found every record dated, signed and clear about what was decided.

[responsibilities]
3 Duties are part of induction and of the yearly talk with each member of staff.
3 {ratio} staff asked in {month} gave a full answer; the others were talked to.
3 The list of duties by role was revised in {month}.
3 Managers put one question on duties to their team each month.
2 Duties are written down; understanding has not been tested in every team.
! Staff in each team can say what their own part is.

[exploitation]
3 Local signs are on a one-page sheet, renewed in {month}.
3 A speaker from another agency briefed staff on {date}.
3 {few} concerns were passed on in the past year (numbers only).
2 Staff know the words, and the signs less well.
! Staff passed on {few} concerns after the session.

[online-safety]
3 Checked with IT support on {date}.
3 {few} incidents were logged and followed up in the past year (numbers only).
3 Rules on messages and images are in the code of conduct.
2 The rules are older than the apps that {children} use.
! More is reported, and the response is quicker.

[anti-bullying]
3 The log of {month} shows fewer incidents at the busy times of day since the rota changed.
3 Discussed with the council on {date}.
3 {children} made the posters in {month}.
3 Survey of parents in {month}: most were content with how we respond.
3 Supervision was changed after the last review.
3 The check some weeks later is noted on the form.
3 Staff use the same words; confirmed on a walk on {date}.
3 New staff are told of it at induction.
2 Good in most teams, not yet in all.
2 The plan is written; {team} still need the briefing.
! The follow-up survey showed more trust, and incidents are reported earlier.

[vulnerability]
3 The overview by group (numbers only) was reviewed on {date}.
3 The {pastoral} meets the {lead} every fortnight about this.
3 Support for each group was compared with need in {month}.
2 The overview leaves out two groups.
! The overview led to earlier support for several families.

[commissioning]
3 The list of providers, with the dates on which their policies were seen, is kept {place}.
3 {few} visits were made in {month}.
3 Terms were last strengthened in {month}.
2 Older agreements are silent on it.
! All current agreements carry the terms.

[equality]
3 Results were compared between groups in {month}.
3 Small numbers were talked over, not published.
3 Groups that had been missed were asked directly in {month}.
2 The figures exist, but nobody has read them by group.
! A gap between groups was found and closed.

[complaints]
3 {few} complaints in the past year, all answered in time (numbers only).
3 Lessons were noted and read out at a meeting in {month}.
3 How to complain is on the website and on a card.
2 Times are not measured yet.
! Answers now come within ten working days.

[whistleblowing]
3 The route is in the handbook and on the staff notice board.
3 In the survey of {month}, {ratio} staff would use it.
3 Contacts inside and outside are named; they were checked on {date}.
2 Known to managers, less to {team}.
! More staff say that they would speak up.

[learning]
3 A one-page summary of a recent review was discussed on {date}.
3 {few} changes were made because of it.
3 We came back to it three months later, in {month}.
3 Findings were shared with all teams on one page.
2 Read by leaders; to be discussed with staff in {next}.
! Staff could recall the lesson three months later.

[parents]
3 Parents were asked in {month}; most knew whom to contact.
3 The leaflet was renewed in {month}.
3s A parents' evening in {month} took this as its subject.
3p Parents whom we work with commented on it in {month}.
2 Some parents know, others less.
! Parents come to us earlier.

[referral]
3 The number of {hub} is on every notice board.
3 Referrals are followed up by telephone if no reply comes within three days.
3 The last {few} referrals were read again in {month} and were complete.
2 The steps are known, the forms less so.
! Referrals no longer come back for want of information.

[premises]
3 Site walk on {date}; {few} actions, all closed.
3 Visitors sign in and are given a card with the name of the {lead}.
3 Risk assessments are in date; the {business} keeps the list.
2 One entrance is to be changed by {next}.
! Access is controlled at every entrance.

[any]
@ {item}, {place}.
@ {item}, last updated on {date}.
@ {item}, seen by the {governor} on {date}.
@ {item}: {place}.
@ {item}, version of {month}, {place}.
@ {item}. {item2}. Both {place}.
@ {item}. {item2}.
@ {item}, {date}.
@ {item}, kept {place} and looked at again in {month}.
@ {item}, with the papers of {month}.
~ A draft has been written; it is with the {head} for comment.
~ The first part is done; the rest follows in {next}.
~ Begun with one team; the others start in {next}.
~ Discussed with {governors} and agreed; work starts in {next}.
~ We have asked what it would cost; the answer is due in {next}.
~ A first meeting was held, and the steps are agreed.
~ The {lead} has collected what is needed and is writing it up.
~ Delayed by absence; the new date is in {next}.
~ About half done; the rest is planned for {next}.
~ Examples came from neighbouring organisations; our own version follows in {next}.
~ On trial in one group until {next}, then for everyone.
~ Waiting for an answer from {board}; we shall ask again in {next}.
+ Done on time and reported to {governors}.
+ Completed; the papers are kept {place}.
+ Carried out together with {few} neighbouring organisations.
+ Completed on a small scale first, then for everyone.
+ Done; to be looked at again in a year.
< Done later than planned because of absence.
< Took longer than expected; a second meeting was needed.
< Completed once the cost had been agreed with {governors}.
x The activity concerned has ended.
x Replaced by a wider action agreed with {governors}.
x Covered by new local procedures; nothing further is needed here.
x The post was merged, and the duty moved with it.
x Now done for us by a service that {board} arranged.
- This is already being arranged for the whole area; we shall join in {next}.
- It is in our yearly plan with its own date, and reported to {governors}.
- A new system that settles this comes into use in {next}.
- It is in hand and will be finished within the month.
- A shared post that takes this on starts in {next}.
- We consider the present arrangement right for our size and keep it under review.
- Agreed with {board} that this waits for the new local procedure.
";
