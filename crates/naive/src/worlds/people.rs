//! Members, guests and the roles that the account made.

use serde_json::{Value, json};

use super::Making;
use super::opened::{maybe_permissions, permissions};
use super::values::title;
use crate::roles::PRESETS;

impl Making {
    pub(crate) fn people(&mut self) {
        let members: Vec<(String, &str)> = vec![
            ("ona".into(), "owner"),
            ("ada".into(), "admin"),
            ("max".into(), "manager"),
            ("mia".into(), "member"),
            ("Mia".into(), "member"),
            ("lim".into(), "limited"),
            ("Lim".into(), "limited"),
        ];
        for (id, role) in members {
            // The owner and the member stay, so that every sort of viewer is there.
            let stays = matches!(id.as_str(), "ona" | "mia" | "lim");
            if !stays && self.dice.percent(45) {
                continue;
            }
            let number = self.number();
            let name = title(&mut self.dice);
            self.line(json!({
                "kind": "member", "id": id, "email": format!("staff{number}@acme.example"),
                "name": name, "role": role,
            }));
            let sort = if role == "limited" {
                &mut self.limited
            } else {
                &mut self.staff
            };
            sort.push(id);
        }
        self.roles = self.ids("r", 0, 3);
        for id in self.roles.clone() {
            let number = self.number();
            let expires_at = if self.dice.percent(70) {
                Value::Null
            } else {
                self.clock.about_now(&mut self.dice)
            };
            let line = json!({
                "kind": "role", "id": id, "name": format!("Role {number}"),
                "active": !self.dice.percent(20), "expires_at": expires_at,
                "permissions": permissions(&mut self.dice),
            });
            self.line(line);
        }
        self.guests = self.ids("g", 2, 5);
    }

    /// The guests' lines, once customers and contacts are known.
    pub(crate) fn guest_lines(&mut self) {
        for id in self.guests.clone() {
            let number = self.number();
            let state = self.dice.pick(&[
                "active",
                "active",
                "active",
                "active",
                "active",
                "invited",
                "suspended",
                "removed",
            ]);
            let expires_at = if self.dice.percent(80) {
                Value::Null
            } else {
                self.clock.about_now(&mut self.dice)
            };
            if state != "removed" && expires_at.is_null() {
                self.may_own.push(id.clone());
            }
            let roles = self.some_roles();
            let mut line = json!({
                "kind": "guest", "id": id, "email": format!("guest{number}@else.example"),
                "name": title(&mut self.dice), "state": state, "expires_at": expires_at,
                "roles": roles, "permissions": maybe_permissions(&mut self.dice, 75),
                "available_users": self.available_users(),
            });
            match self.dice.below(5) {
                0 | 1 => line["contact"] = self.dice.one(&self.contacts),
                2 => line["customer"] = self.somewhere_customer(),
                _ => {}
            }
            self.line(line);
        }
    }

    fn some_roles(&mut self) -> Value {
        let own = self.roles.clone();
        match self.dice.below(8) {
            0 | 1 => json!([]),
            2 | 3 => json!([self.dice.pick(&PRESETS)]),
            4 | 5 if !own.is_empty() => json!([self.dice.pick(&own)]),
            6 => {
                let mut several = self.dice.some(&own, 60);
                several.push(self.dice.pick(&PRESETS).to_owned());
                json!(several)
            }
            7 if !own.is_empty() => json!(own),
            _ => Value::Null,
        }
    }

    fn available_users(&mut self) -> Value {
        match self.dice.below(4) {
            0 | 1 => Value::Null,
            2 => json!([]),
            _ => {
                let members = [self.staff.clone(), self.limited.clone()].concat();
                json!(self.dice.some(&members, 50))
            }
        }
    }

    /// Anybody, mostly one who is judged.
    pub(crate) fn anybody(&mut self) -> Value {
        match self.dice.below(10) {
            0 => Value::Null,
            1..=3 => self.dice.one(&self.staff),
            4 => self.dice.one(&self.limited),
            _ => self.dice.one(&self.guests),
        }
    }

    /// A few of everybody.
    pub(crate) fn a_few(&mut self) -> Value {
        let all = [
            self.staff.clone(),
            self.limited.clone(),
            self.guests.clone(),
        ]
        .concat();
        let mut few = self.dice.some(&all, 18);
        self.dice.shuffle(&mut few);
        json!(few)
    }

    /// Some members.
    pub(crate) fn some_members(&mut self) -> Value {
        let all = [self.staff.clone(), self.limited.clone()].concat();
        json!(self.dice.some(&all, 45))
    }

    /// A member, or none.
    pub(crate) fn some_member(&mut self) -> Value {
        let all = [self.staff.clone(), self.limited.clone()].concat();
        if self.dice.percent(20) {
            Value::Null
        } else {
            self.dice.one(&all)
        }
    }
}
