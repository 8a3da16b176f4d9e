home-good-morning = Good morning, { $name }
home-good-afternoon = Good afternoon, { $name }
home-good-evening = Good evening, { $name }
home-your-projects = Your projects
home-tasks-done = Tasks done
home-hours-used = Hours used
home-due = Due { $day }
