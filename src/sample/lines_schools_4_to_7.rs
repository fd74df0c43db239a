//! What schools say about the questions of standards 4 to 7. `words.rs` says how the lines are read.

/// One block a question.
pub const LINES: &str = r"
[S4.1]
3 Every advert since {month} carried the statement and the checks to expect.
3 The recruitment policy was reviewed on {date}, and one pack is used for all posts.
2 Permanent posts use the pack; casual posts will from {next}.
1 Adverts for casual posts say nothing about safeguarding.
> Use the same job pack for support and casual posts
> Review the recruitment policy against national guidance and take it to {governors}

[S4.2]
3 The {governor} sampled {n} files on {date}: every check was dated and gaps were explained.
3 Originals are seen and initialled by the {business}; gaps in history are asked about at interview.
3n Online searches on shortlisted candidates are done by someone off the panel, to a set pattern.
2 Checks are made, but notes on gaps were missing from {few} files.
1 In {month} a casual worker began before identity was checked.
> Complete the notes on gaps in the files that lack them
> Use one checklist for every appointment and have it countersigned

[S4.3]
3 Two references for each appointment, received before interview and confirmed by telephone.
3 The log of references shows dates asked, received and verified; it was checked on {date}.
2 Two references are always obtained, though for {few} posts they came after interview.
1 One appointment was made on a single reference.
> Ask for references when shortlisting and verify each by telephone
> Keep a log of the dates on which references were asked for, received and verified

[S4.4]
3 A table of roles shows the checks each needs; a sample in {month} found all done in time.
3 {dbs} and barred-list checks are complete for all {n} appointments since {month}.
2 Checks are right for new staff; a look-back at older roles ends in {next}.
1 Overseas checks were not made for two members of staff.
> Finish the look-back at older and unusual roles
> Write the table of roles and checks and have the {head} approve it

[S4.5]
3 The {governor} and the {head} sampled the record on {date}; {few} gaps were found and closed.
3 The record is complete for staff, agency staff and volunteers, and is checked each half term.
2 The record is complete but for the agency letters; an outside check is arranged for {next}.
1 The record has blanks that nobody could explain in {month}.
> Close the gaps in the record and have the {governor} check it each term
> Obtain a letter from each agency confirming its checks

[S4.6]
3 Each volunteer has a signed risk assessment; {few} early starts were supervised until clearance came.
3 The form is completed by the {business} and signed by the {head}; a sample was seen on {date}.
2 Early starts are assessed; the form for volunteers comes into use in {next}.
1 Volunteers help on trust.
> Bring in the risk assessment for volunteers and complete it for those now helping
> Review supervision weekly for anyone who starts before the certificate arrives

[S4.7]
3 Signatures for this year are complete, volunteers included; the code was last revised in {month}.
3 The code was discussed with all staff on {date}, with examples on messages, gifts and lifts.
2 The code is current; {ratio} signatures have been gathered.
1 The code dates from before the present {head}, and most staff have not seen it.
> Gather the missing signatures and include volunteers
> Rewrite the part of the code about social media and talk it through with staff

[S4.8]
3 Asked in {month}, staff could say what the LADO does; the number is on the staff notice board.
3 The briefing on {date} covered the one-day duty, agency staff and hirers; {governors} had the same session.
3 The log shows that each allegation in the past year reached the LADO inside one working day (numbers only).
3 The {head}, the {lead} and the chair rehearsed the route in {month} with an example.
2 The {head} and the {lead} know the duty; a briefing for other staff is booked for {next}.
2 The LADO's number is in the policy, but only {ratio} staff asked knew what the role is.
2 One report was made on the second day; the procedure has been changed since.
2 Staff know whom to tell here, and are less clear about what must happen next.
2 Senior staff are clear; {team} and volunteers have not been briefed.
1 Few staff had heard of the LADO when we asked in {month}.
1 We would have looked into an allegation ourselves first.
1 {governors} were not aware of the one-day duty.
> Brief all staff and {governors} on the LADO's role and the one-day duty
> Put the LADO's number in the handbook, on the notice board and in the cover folder for the {head}
> Rehearse an allegation with the {head}, the {lead} and the chair
> Invite the LADO to a staff meeting together with neighbouring settings
! All staff asked in the spot check could say what the LADO does; advice is now sought the same day.
! The rehearsal showed that a report would be made within hours.

[S4.9]
3 The {head} and the personnel adviser know the tests; decisions are recorded with reasons.
3 The procedure page on referrals was updated in {month}; there has been no case to refer.
2 The duty is in the procedure; those who decide have training in {next}.
1 Nobody was sure when a referral is required.
> Train those who decide in the duty to refer, and bring in a decision form
> Ask the personnel adviser to confirm the rules on references and settlements

[S4.10]
3 The log of low-level concerns is read for patterns each half term; staff say that they would speak up.
3 The policy was shared on {date}; {few} concerns have been logged and talked over since.
2 A policy and a log were set up in {month}; {team} are still to be told.
1 There is no way yet to raise small worries about a colleague.
> Tell {team} how to share a low-level concern and fix the first review of the log
> Ask staff in a short survey whether they would speak up

[S5.1]
3 The threshold document is kept {place}; referrals this year matched it and were confirmed in writing.
3 Thresholds were discussed on {date}; staff know how to reach {hub}.
2 The {lead} is confident; deputies work through the document in {next}.
1 Several referrals came back for want of information.
> Work through the threshold document with deputies and senior staff
> Check each referral against the thresholds before it is sent and chase replies

[S5.2]
3 {n} {cafs} were begun here in the past year, each with a lead worker and review dates.
3 {few} members of staff act as lead for families; outcomes are reviewed each term (numbers only).
2 We join those that others begin and started our first in {month}.
2 Staff have been named to lead from {next}; until now we have mostly attended.
1 None was started here last year although families needed help.
> Start {cafs} where we are best placed, with two trained members of staff
> Review with the {pastoral} each half term which families would welcome early help

[S5.3]
3 The log of the past year shows {ratio} meetings attended and a report for each conference.
3 A report is sent even when nobody can go; cover for the holidays was agreed in {month}.
2 We go in term time; cover for the holidays is being arranged.
1 Invitations have been missed because they went to a former colleague.
> Arrange cover for conferences in the holidays and use the report template
> Ask the conference office to use the shared address and log each invitation
0 No such meeting was held for any of our children in the past two years.
0 We have had no invitation in the past two years; checked with the conference office.

[S5.4]
3 The tracker of plan actions is kept {place}; files sampled in {month} showed each task done or explained.
3 Those who teach or care for a child with a plan know their part; progress goes to the social worker each month.
2 Tasks are carried out but not always written up; the tracker began in {month}.
1 Plans are filed after the meeting, and staff are not told what was agreed.
> Bring the tracker of plan actions into full use and check it weekly
> Tell those concerned after each meeting what they are to do
0 No child here has had a plan in the past two years.
0 None of those who attend has had a plan in the period asked about.

[S5.5]
3 The procedure was used on {few} occasions last year; the outcomes are logged (numbers only).
3 Escalation was rehearsed with the deputies on {date}.
2 The procedure is in the policy; deputies will rehearse it in {next}.
1 Staff did not know that a decision can be challenged.
> Rehearse the escalation procedure with deputies, using an example
> Put the escalation steps and names in the safeguarding handbook

[S5.6]
3 Every team answered the scenario of {date} rightly; the one-page guide is beside each telephone.
3 Records of the past year show what was shared, with whom and why; {n} were sampled in {month}.
3 The guide for staff was written with neighbouring settings and is kept {place}.
3 Staff know that a child's safety comes before consent; tested by quiz in {month}.
2 The {lead} is clear; {team} still hold back because of data protection.
2 A one-page guide has been written; the session for all staff is in {next}.
2 Information is shared, but the reason is not always recorded.
2 Staff are unsure what they may tell other agencies without consent.
2 Answers to the scenario in {month} were right in most teams and uncertain in two.
1 Staff refer every request to the office, or do not share at all.
1 There is no guide, and answers to the scenario in {month} differed widely.
> Hold a session for all staff on sharing information, with scenarios
> Write a one-page guide on what may be shared, with whom and when
> Record the reason each time information is shared or held back, and sample the records
> Add information sharing to the induction and ask new staff about it after a month
! Nearly all staff now answer the scenario rightly; other agencies hear from us sooner.
! The sample showed a reason recorded each time.

[S5.7]
3n Notices reach the {lead} before the start of the day; the log shows who was told and what support was given.
3 {few} trained people can receive notices, so that absence is covered; the log was checked on {date}.
3o Notices from the police are passed to the {lead} on the day they arrive, and logged.
2 Notices come to us, but what was done is not always recorded.
1 Notices go to the office address and are sometimes read late.
> Route notices to the {lead} and a deputy and log what was done
> Train a second person to receive notices
0 The police do not send notices to settings of our kind.
0 We are outside the scheme: notices go to schools for those of statutory age only.

[S5.8]
3 The contact list was checked in {month} and used for every move since.
3 Meetings with the school nurse or health visitor take place each half term; the last was on {date}.
2 Links with health are good; those with youth justice are to be made by {next}.
1 We learn of risks from paper, after a child has started.
> Name a contact in each service and check the list twice a year
> Hold handover talks before each round of moves

[S5.9]
3 Staff went to {few} events run by {board} this year and reported back.
3 Requests from {board} were answered on time; {few} changes here came from a published review.
2 We receive the learning and have agreed who attends from {next}.
1 We have not attended an event since {month}.
> Send a member of staff to the next event run by {board} and hear the report
> Discuss each published review at a leadership meeting and note what will change

[S5.10]
3 Written confirmation of checks is held for each placement; visits were made in {month}.
3 Attendance reaches us daily, and each placement is reviewed every half term.
2 New placements meet the standard; {few} older ones are being revisited.
1 We could not show who had checked the staff at one provider.
> Visit every provider and obtain written confirmation of staff checks
> Review each placement every half term and record the dates
0 We place no child elsewhere, full or part time.
0 No placement has been made in the past three years, and none is planned.

[S6.1]
3 The survey of {month} was read by group; two groups felt less safe at the edges of the day, and staffing was changed.
3 {children} are asked each term; the results went to {governors} on {date}.
2 {children} are asked, but the answers have been read only as a whole.
1 {children} have not been asked about safety since {month}.
> Design the next survey so that answers can be read group by group
> Take the survey results to {governors} with what will be done

[S6.2]
3 The council walked the site on {date}; {few} of its ideas were carried out.
3 Notes of the council from {month} show the decision and what came of it.
2 The council meets; safety is to be on its agenda each half term.
1 There is no council or anything like it.
> Put safety on the council's agenda each half term and publish the decisions
> Walk the site with {children} and act on what they point out

[S6.3]
3 {n} {children} asked at random in {month} named a trusted adult, and most an outside source of help.
3 Photographs of trusted adults are in every room; helplines are on the website and in the entrance.
2 Posters are up; a check with {children} by group is set for {next}.
1 Many of the {children} asked could not say whom they would tell.
> Ask {children} in each group whom they would tell and follow up the gaps
> Put helplines where {children} can read them in private

[S6.4]
3 Worry boxes are read daily; the time to a reply is noted (numbers only).
3 Worries are answered the same day; the count of {month} shows use by every group.
2 The route is open, but response times are not measured yet.
1 The box was opened once last term.
> Note the time to a reply for each worry and report it each term
> Ask {children} why the route is little used and change it

[S6.5]
3 Symbols, signing and picture cards are in daily use; {few} staff were trained in {month}.
3 Interpreters are booked through the local service; family members are not used.
2 Cards have been bought and tried with some {children}; training is booked for {next}.
1 Adults speak for those who do not speak easily.
> Train staff in the use of symbols and cards and look at how they are used
> Set up access to interpreters and tell staff how to book

[S6.6]
3 A file check on {date} found the child's view in {ratio} records.
3 The form has a space for the child's own words and how they were weighed.
2 The form has the space; a file check will show by {next} whether it is used.
1 Records say what adults think.
> Check files for the child's view each half term and give feedback to staff
> Add the child's view to the referral template

[S6.7]
3 A display headed 'You said, we did' was last changed on {date}.
3 Each survey was followed by a meeting or a letter; {children} could name a change.
2 We report back after some surveys; a colleague will do so each time from {next}.
1 {children} hear no more after a survey.
> Report back to {children} within a term of every survey
> Ask {children} what has changed because of them and publish the answers

[S6.8]
3 The programme covers every age group and was revised in {month} to follow local risks.
3 A check of what {children} understood, made on {date}, changed two units.
2 Some age groups are well served; the plan for the others is due in {next}.
1 Safety is left to a yearly event.
> Complete the plan of lessons in staying safe for every age group
> Check what {children} understood and adjust the lessons

[S6.9]
3 The leaflet of the advocacy service is given at each first meeting; offers and take-up are counted.
3 A trusted adult helps a child to prepare for a meeting; the guide was written in {month}.
2 The {lead} knows the service; the offer will be in our procedures from {next}.
1 It has not been offered.
> Write the offer of an advocate into the procedures and count offers made
> Give staff the guide to preparing a child for a meeting

[S6.10]
3 {children} helped to write the one-page version; it is on display and in the welcome pack.
3 {few} complaints from {children} were answered in the past year and studied for lessons (numbers only).
2 The children's version is in draft; they will be asked about it by {next}.
1 The only procedure is the one for adults.
> Finish the children's version of the procedure with their help and display it
> Report the themes of children's complaints to {governors} once a year

[S7.1]
3 Reviewed with {children} and parents in {month}; the short version is on display.
3 Approved by {governors} on {date} after a survey of parents, and on the website.
3 {children} wrote the short version, and parents commented on the draft of {month}.
3 In force and followed: the {head} compared {few} recent cases with it in {month}.
2 The policy is in place; parents are to have their say by {next}.
1 The written policy is old and not followed.
> Review the anti-bullying policy with {children} and parents
> Publish the short version written by {children}

[S7.2]
3 The definition names each kind; {children} and staff gave the same examples in {month}.
3 Posters by {children} show online and prejudice-based bullying; the log has examples by type (numbers only).
2 The definition is being widened to take in what happens online and off site.
1 It speaks of hitting and name-calling only.
> Widen the definition and teach it to staff and {children}
> Add each type to the log and to the poster

[S7.3]
3 The {pastoral} leads and met the {governor} on {date}; the yearly plan is kept {place}.
3 Staff know who leads; {few} changes were made this year because of the overview.
2 A leader has been chosen; the first meeting with the {governor} is in {next}.
1 Incidents are dealt with one by one, and nobody has the overview.
> Agree the duties of the lead for anti-bullying and fix termly meetings with the {governor}
> Write a yearly plan for anti-bullying work

[S7.4]
3 The termly summary by type, place and group went to {governors} on {date}; supervision outdoors was changed.
3 The log can be searched by type and characteristic; patterns are read each half term.
2 Incidents are logged, but the characteristic is often missing.
1 There is no log that could show a pattern.
> Add type and characteristic to the log and report the pattern to {governors}
> Compare the log with what {children} say in the survey

[S7.5]
3 Survey of {month}: most {children} would report and believe that it helps; doubts in one group were followed up.
3 Those who had reported were asked again some weeks later; most would do so again.
2 Ways to report are well known; trust is asked about for the first time in {next}.
1 {children} have not been asked whether they trust the response.
> Ask {children} whether they would report bullying and trust the response
> Talk with those who reported and change what did not help

[S7.6]
3 Recent cases show a plan for both sides and a check some weeks later; sanctions were reviewed in {month}.
3 A menu of support is used by all staff; the follow-up form is kept {place}.
2 Support is given at the time; later checks are not always written down.
1 Attention goes to sanctions.
> Check again four weeks after each case and write it down
> Review sanctions by group once a year

[S7.7]
3 All staff, break and lunch staff included, were trained on {date} and act alike when given an example.
3 The log shows reports from many different members of staff since the session in {month}.
2 Most staff have been trained; {team} are booked for {next}.
1 It is left to each person's judgement.
> Train {team} to spot, stop and record bullying
> Use an example case at a staff meeting and compare the answers

[S7.8]
3 The yearly plan runs from buddy training to an event in November and was reshaped by what the log showed.
3 {children} could describe what they took part in; {n} have been trained as buddies.
2 Some events take place; a plan for the whole year is due in {next}.
1 Little is done until bullying happens.
> Draw up a plan of prevention for the whole year and every age group
> Start a buddy scheme with trained volunteers among the older {children}

[S7.9]
3 Complaints in the past year were answered inside our time limits; parents know whom to contact.
3 The leaflet for parents was renewed in {month}; the survey result is kept {place}.
2 Guidance for parents is being written; response times are tracked from {next}.
1 Complaints have taken too long to answer.
> Publish guidance for parents on raising bullying, with response times
> Track the time to an answer for each complaint and report it

[S7.10]
3 The policy says when to tell the {lead}; {few} cases were passed on this year (numbers only).
3 Equality duties were weighed on record; the policy was analysed in {month}.
2 Serious cases reach the {lead}, but the policy does not say so yet.
1 Bullying and child protection are run apart.
> Add the link to child protection to the policy and brief staff
> Review with the {lead} each half term which cases of bullying need a referral
";
